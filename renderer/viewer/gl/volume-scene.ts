import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkImageData from '@kitware/vtk.js/Common/DataModel/ImageData';
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkVolume from '@kitware/vtk.js/Rendering/Core/Volume';
import vtkVolumeMapper from '@kitware/vtk.js/Rendering/Core/VolumeMapper';
import { cross, voxelToPatient, type Vector3 } from '../../../studies/volume/geometry.ts';
import type { WindowLevel } from '../window-level.ts';
import { softwareGl } from './fitness.ts';
import { acquireContext, drawRenderer, releaseContext, removeRenderer } from './shared-context.ts';
import type { SmallVolume } from './shrink.ts';
import { transferFunctions, type VolumeStyle } from './transfer.ts';

/** Plain numbers, so that a view survives the loss of everything on the card. */
export interface Gaze {
  /** Degrees around the head-feet axis; 0 looks from the front. */
  readonly turnDeg: number;
  /** Degrees upwards; 0 is level. */
  readonly tiltDeg: number;
  readonly zoom: number;
}

export const frontGaze: Gaze = { turnDeg: 0, tiltDeg: 0, zoom: 1 };

/** Screen directions of a gaze in patient space. */
export function gazeAxes(gaze: Gaze): { right: Vector3; down: Vector3; into: Vector3 } {
  const turn = (gaze.turnDeg * Math.PI) / 180;
  const tilt = (gaze.tiltDeg * Math.PI) / 180;
  const right: Vector3 = [Math.cos(turn), Math.sin(turn), 0];
  const into: Vector3 = [
    -Math.sin(turn) * Math.cos(tilt),
    Math.cos(turn) * Math.cos(tilt),
    -Math.sin(tilt),
  ];
  // Down is into x right: looking from the front, (0,1,0) x (1,0,0) points to the feet.
  return { right, down: cross(into, right), into };
}

/** One volume on the shared context: draws it from a gaze at a size. */
export class VolumeScene {
  readonly software: boolean;
  readonly #renderer = vtkRenderer.newInstance({ background: [0, 0, 0] });
  readonly #image = vtkImageData.newInstance();
  readonly #mapper = vtkVolumeMapper.newInstance();
  readonly #actor = vtkVolume.newInstance();
  readonly #hounsfield: boolean;
  readonly #range: WindowLevel;
  readonly #centre: Vector3;
  readonly #halfMm: number;

  /** Throws NoWebGlError when there is no context to be had. */
  constructor(small: SmallVolume, hounsfield: boolean, range: WindowLevel) {
    const context = acquireContext();
    this.software = softwareGl();
    this.#hounsfield = hounsfield;
    this.#range = range;
    const { dims, spacingMm, originMm, axes } = small.geometry;
    this.#image.setDimensions([...dims]);
    this.#image.setSpacing([...spacingMm]);
    this.#image.setOrigin([...originMm]);
    this.#image.setDirection([...axes[0], ...axes[1], ...axes[2]]);
    this.#image
      .getPointData()
      .setScalars(vtkDataArray.newInstance({ numberOfComponents: 1, values: small.values }));
    this.#centre = voxelToPatient(small.geometry, [
      (dims[0] - 1) / 2,
      (dims[1] - 1) / 2,
      (dims[2] - 1) / 2,
    ]);
    const sides = dims.map((count, a) => count * spacingMm[a]!);
    this.#halfMm = Math.max(...sides) / 2;
    this.#mapper.setInputData(this.#image);
    const finest = Math.min(...spacingMm);
    this.#mapper.setSampleDistance(this.software ? finest * 1.5 : finest * 0.7);
    this.#mapper.setMaximumSamplesPerRay(4000);
    this.#mapper.setAutoAdjustSampleDistances(false);
    this.#actor.setMapper(this.#mapper);
    const property = this.#actor.getProperty();
    property.setInterpolationTypeToLinear();
    property.setScalarOpacityUnitDistance(0, 4);
    this.setStyle('mip');
    this.#renderer.addVolume(this.#actor);
    this.#renderer.getActiveCamera().setParallelProjection(true);
    context.window.addRenderer(this.#renderer);
  }

  setStyle(style: VolumeStyle): void {
    const { colours, opacities } = transferFunctions(style, this.#hounsfield, this.#range);
    const property = this.#actor.getProperty();
    property.setRGBTransferFunction(0, colours);
    property.setScalarOpacity(0, opacities);
    // Light costs five to eight times the time in software; without it depth reads well enough.
    property.setShade(style !== 'mip' && !this.software);
    property.setAmbient(0.35);
    property.setDiffuse(0.75);
    property.setSpecular(0.15);
    if (style === 'mip') this.#mapper.setBlendModeToMaximumIntensity();
    else this.#mapper.setBlendModeToComposite();
  }

  /** The canvas returned is shared: copy from it before the next draw. */
  draw(gaze: Gaze, width: number, height: number): HTMLCanvasElement {
    const { down, into } = gazeAxes(gaze);
    const camera = this.#renderer.getActiveCamera();
    const away = this.#halfMm * 8;
    const at = (c: 0 | 1 | 2) => this.#centre[c] - into[c] * away;
    camera.setFocalPoint(...(this.#centre as [number, number, number]));
    camera.setPosition(at(0), at(1), at(2));
    camera.setViewUp([-down[0], -down[1], -down[2]]);
    const margin = 1.08;
    camera.setParallelScale((this.#halfMm * margin * Math.max(1, height / width)) / gaze.zoom);
    camera.setClippingRange(away - this.#halfMm * 2.5, away + this.#halfMm * 2.5);
    return drawRenderer(this.#renderer, width, height);
  }

  dispose(): void {
    removeRenderer(this.#renderer);
    this.#renderer.delete();
    this.#actor.delete();
    this.#mapper.delete();
    this.#image.delete();
    releaseContext();
  }
}
