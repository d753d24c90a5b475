import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkImageData from '@kitware/vtk.js/Common/DataModel/ImageData';
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkVolume from '@kitware/vtk.js/Rendering/Core/Volume';
import vtkVolumeMapper from '@kitware/vtk.js/Rendering/Core/VolumeMapper';
import { voxelToPatient, type Vector3 } from '../../../studies/volume/geometry.ts';
import { anatomicalAxes } from '../../../studies/volume/orientation.ts';
import type { WindowLevel } from '../window-level.ts';
import { softwareGl } from './fitness.ts';
import { gazeAxes, type Gaze } from './gaze.ts';
import { acquireContext, drawRenderer, releaseContext, removeRenderer } from './shared-context.ts';
import type { SmallVolume } from './shrink.ts';
import { transferFunctions, type VolumeStyle } from './transfer.ts';

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
  readonly #finestMm: number;
  readonly #halfWideMm: number;
  readonly #halfHighMm: number;

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
    const sides = anatomicalAxes(small.geometry).map(({ axis }) => dims[axis] * spacingMm[axis]);
    this.#halfWideMm = Math.max(sides[0]!, sides[1]!) / 2;
    this.#halfHighMm = sides[2]! / 2;
    this.#mapper.setInputData(this.#image);
    this.#finestMm = Math.min(...spacingMm);
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
  draw(gaze: Gaze, width: number, height: number, coarse: boolean): HTMLCanvasElement {
    this.#mapper.setSampleDistance(this.#finestMm * (coarse ? 2 : 0.5));
    const { down, into } = gazeAxes(gaze);
    const camera = this.#renderer.getActiveCamera();
    const reach = Math.hypot(this.#halfWideMm, this.#halfWideMm, this.#halfHighMm) * 1.1;
    const away = reach * 3;
    const at = (c: 0 | 1 | 2) => this.#centre[c] - into[c] * away;
    camera.setFocalPoint(...(this.#centre as [number, number, number]));
    camera.setPosition(at(0), at(1), at(2));
    camera.setViewUp([-down[0], -down[1], -down[2]]);
    // Fitted to the front view at any turn, so that turning never makes it pulse.
    const halfMm = Math.max(this.#halfHighMm, (this.#halfWideMm * height) / width);
    camera.setParallelScale((halfMm * 1.06) / gaze.zoom);
    camera.setClippingRange(away - reach, away + reach);
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
