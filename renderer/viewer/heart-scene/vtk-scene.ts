import '@kitware/vtk.js/Rendering/OpenGL/Profiles/Geometry';
import vtkCellArray from '@kitware/vtk.js/Common/Core/CellArray';
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkImageData from '@kitware/vtk.js/Common/DataModel/ImageData';
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane';
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData';
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor';
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper';
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkTexture from '@kitware/vtk.js/Rendering/Core/Texture';
import type { vtkObject } from '@kitware/vtk.js/interfaces';
import type { Vector3 } from '../../../studies/volume/geometry.ts';
import { softwareGl } from '../gl/fitness.ts';
import { gazeAxes, type Gaze } from '../gl/gaze.ts';
import {
  acquireContext,
  drawRenderer,
  releaseContext,
  removeRenderer,
} from '../gl/shared-context.ts';
import type { QuadCorners } from './quads.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** vtk.js types its textures without what every object of it has. */
type Texture = ReturnType<typeof vtkTexture.newInstance> & vtkObject;

interface Part {
  readonly data: ReturnType<typeof vtkPolyData.newInstance>;
  readonly mapper: ReturnType<typeof vtkMapper.newInstance>;
  readonly actor: ReturnType<typeof vtkActor.newInstance>;
  readonly texture: Texture | null;
  readonly image: ReturnType<typeof vtkImageData.newInstance> | null;
}

/** How a surface is drawn other than in one colour. */
export interface SurfaceStyle {
  /** RGB bytes by point, in place of the colour. */
  readonly pointColours?: Uint8Array;
  /** Edges only. */
  readonly wire?: boolean;
}

/** Quads with pictures on them and surfaces between, on the shared context; patient LPS mm. */
export class VtkHeartScene {
  readonly software: boolean;
  readonly #renderer = vtkRenderer.newInstance({ background: [0, 0, 0] });
  readonly #parts = new Map<string, Part>();
  readonly #centre: Vector3;
  readonly #reachMm: number;
  readonly #plane = vtkPlane.newInstance();
  #cut = false;

  /** What lies within `reachMm` of `centre` is seen at any turn. Throws NoWebGlError. */
  constructor(centre: Vector3, reachMm: number) {
    const { window } = acquireContext();
    this.software = softwareGl();
    this.#centre = centre;
    this.#reachMm = reachMm;
    this.#renderer.getActiveCamera().setParallelProjection(true);
    window.addRenderer(this.#renderer);
  }

  has(id: string): boolean {
    return this.#parts.has(id);
  }

  /** A picture in space. Write RGB (or RGBA) bytes into `pixels` (side x side) and call `repaint`. */
  addQuad(id: string, corners: QuadCorners, pixels: Uint8Array, side: number): void {
    const image = vtkImageData.newInstance();
    const channels = pixels.length / (side * side);
    image.setDimensions([side, side, 1]);
    image
      .getPointData()
      .setScalars(vtkDataArray.newInstance({ numberOfComponents: channels, values: pixels }));
    // Resizable: vtk.js allocates other textures once for all and could not fill them anew.
    const texture = vtkTexture.newInstance({ resizable: true }) as Texture;
    texture.setInterpolate(true);
    texture.setInputData(image);
    const part = this.#add(id, Float32Array.from(corners.flat()), [4, 0, 1, 2, 3], image, texture);
    const tcoords = Float32Array.of(0, 0, 1, 0, 1, 1, 0, 1);
    part.data
      .getPointData()
      .setTCoords(vtkDataArray.newInstance({ numberOfComponents: 2, values: tcoords }));
    part.actor.addTexture(texture);
    part.actor.getProperty().setLighting(false);
    // Clear pixels are left out when drawn, so what lies behind the others stays hidden.
    if (channels === 4) part.actor.setForceOpaque(true);
  }

  /** The same picture elsewhere. */
  moveQuad(id: string, corners: QuadCorners): void {
    const part = this.#parts.get(id);
    part?.data.getPoints().setData(Float32Array.from(corners.flat()), 3);
    part?.data.modified();
  }

  repaint(id: string): void {
    const part = this.#parts.get(id);
    part?.image?.getPointData().getScalars().modified();
    part?.image?.modified();
    part?.texture?.modified();
  }

  addSurface(
    id: string,
    points: Float32Array,
    triangles: Uint32Array,
    colour: Rgb,
    { pointColours, wire }: SurfaceStyle = {},
  ): void {
    const cells = new Uint32Array((triangles.length / 3) * 4);
    for (let t = 0, at = 0; t < triangles.length; t += 3) {
      cells[at++] = 3;
      cells[at++] = triangles[t]!;
      cells[at++] = triangles[t + 1]!;
      cells[at++] = triangles[t + 2]!;
    }
    const { actor, data, mapper } = this.#add(id, points, cells, null, null);
    if (pointColours) {
      const values = { numberOfComponents: 3, values: pointColours };
      data.getPointData().setScalars(vtkDataArray.newInstance(values));
      mapper.setColorModeToDirectScalars();
      mapper.setScalarVisibility(true);
    }
    if (this.#cut) mapper.addClippingPlane(this.#plane);
    const property = actor.getProperty();
    if (wire) property.setRepresentationToWireframe();
    property.setColor(colour[0] / 255, colour[1] / 255, colour[2] / 255);
    property.setAmbient(0.25);
    property.setDiffuse(0.8);
    property.setSpecular(0.15);
    property.setSpecularPower(20);
  }

  /** The same points at another moment of the beat. */
  move(id: string, points: Float32Array, normals: Float32Array): void {
    const part = this.#parts.get(id);
    if (!part) return;
    part.data.getPoints().setData(points, 3);
    part.data
      .getPointData()
      .setNormals(vtkDataArray.newInstance({ numberOfComponents: 3, values: normals }));
    part.data.modified();
  }

  /** Takes away what lies behind a plane, of surfaces and not of pictures; null gives it back. */
  cut(plane: { origin: Vector3; normal: Vector3 } | null): void {
    if (plane) {
      this.#plane.setOrigin(plane.origin[0], plane.origin[1], plane.origin[2]);
      this.#plane.setNormal(plane.normal[0], plane.normal[1], plane.normal[2]);
    }
    if (this.#cut === (plane !== null)) return;
    this.#cut = plane !== null;
    for (const { mapper, image } of this.#parts.values()) {
      if (image) continue;
      if (plane) mapper.addClippingPlane(this.#plane);
      else mapper.removeAllClippingPlanes();
    }
  }

  /** Point colours or the one colour of a surface that has both. */
  tint(id: string, on: boolean): void {
    this.#parts.get(id)?.mapper.setScalarVisibility(on);
  }

  look(id: string, shown: boolean, opacity: number): void {
    const actor = this.#parts.get(id)?.actor;
    actor?.setVisibility(shown && opacity > 0);
    actor?.getProperty().setOpacity(opacity);
  }

  remove(id: string): void {
    const part = this.#parts.get(id);
    if (!part) return;
    this.#parts.delete(id);
    this.#renderer.removeActor(part.actor);
    part.actor.delete();
    part.mapper.delete();
    part.texture?.delete();
    part.data.delete();
    part.image?.delete();
  }

  /** The canvas returned is shared: copy from it before the next draw. */
  draw(gaze: Gaze, width: number, height: number): HTMLCanvasElement {
    const { down, into } = gazeAxes(gaze);
    const camera = this.#renderer.getActiveCamera();
    const away = this.#reachMm * 3;
    const at = (c: 0 | 1 | 2) => this.#centre[c] - into[c] * away;
    camera.setFocalPoint(this.#centre[0], this.#centre[1], this.#centre[2]);
    camera.setPosition(at(0), at(1), at(2));
    camera.setViewUp([-down[0], -down[1], -down[2]]);
    camera.setParallelScale((this.#reachMm * Math.max(1, height / width)) / gaze.zoom);
    camera.setClippingRange(away - this.#reachMm * 1.5, away + this.#reachMm * 1.5);
    return drawRenderer(this.#renderer, width, height);
  }

  dispose(): void {
    for (const id of [...this.#parts.keys()]) this.remove(id);
    removeRenderer(this.#renderer);
    this.#renderer.delete();
    this.#plane.delete();
    releaseContext();
  }

  #add(
    id: string,
    points: Float32Array,
    cells: ArrayLike<number>,
    image: Part['image'],
    texture: Part['texture'],
  ): Part {
    this.remove(id);
    const data = vtkPolyData.newInstance();
    data.getPoints().setData(points, 3);
    data.setPolys(vtkCellArray.newInstance({ values: Uint32Array.from(cells) }));
    const mapper = vtkMapper.newInstance({ scalarVisibility: false });
    mapper.setInputData(data);
    const actor = vtkActor.newInstance();
    actor.setMapper(mapper);
    this.#renderer.addActor(actor);
    const part: Part = { data, mapper, actor, texture, image };
    this.#parts.set(id, part);
    return part;
  }
}
