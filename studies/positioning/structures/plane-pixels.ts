import type { Polygon } from '../../cardiac/contours/polygon.ts';
import { patientToVoxel, type VolumeGeometry } from '../../volume/geometry.ts';
import { EdgeDistance } from './edge-distance.ts';
import { fillEvenOdd } from './even-odd.ts';
import {
  bracketAt,
  drawnAt,
  toPatient,
  type Bracket,
  type ContourStack,
  type StackPlane,
} from './stack.ts';
import type { VoxelBox } from './voxel-box.ts';

/** Distances are cut here, in spacings: two shapes far apart then meet half-way between slices. */
export const farSpacings = 2;

/** What a structure encloses in planes along its slices, on the pixels of a grid. */
export class PlanePixels {
  readonly #stack: ContourStack;
  readonly #geometry: VolumeGeometry;
  readonly #box: VoxelBox;
  readonly #edges = new Map<StackPlane, EdgeDistance>();

  /** The grid's third axis runs along the stack's normal; only its i and j count. */
  constructor(stack: ContourStack, geometry: VolumeGeometry, box: VoxelBox) {
    this.#stack = stack;
    this.#geometry = geometry;
    this.#box = box;
  }

  /** Mask of the box's pixels at an offset along the normal, millimetres. */
  at(offsetMm: number): Uint8Array {
    const [columns, rows] = this.#box.dims;
    const drawn = drawnAt(this.#stack, offsetMm);
    if (drawn !== null) return this.#fill(drawn);
    const bracket = bracketAt(this.#stack, offsetMm);
    if (bracket === null) return new Uint8Array(columns * rows);
    const { lower, upper } = bracket;
    if (lower === upper) return this.#fill(lower);
    const [below, above] = [this.#edgesOf(lower), this.#edgesOf(upper)];
    const mask = below.mask.slice();
    for (let at = 0; at < mask.length; at++) {
      if (mask[at] === above.mask[at]) continue;
      mask[at] = this.#between(bracket, at % columns, Math.floor(at / columns)) > 0 ? 1 : 0;
    }
    return mask;
  }

  /** Signed distances of all pixels, millimetres, interpolated; null outside the structure. */
  field(offsetMm: number): Float32Array | null {
    const bracket = bracketAt(this.#stack, offsetMm);
    if (bracket === null) return null;
    const [columns, rows] = this.#box.dims;
    return Float32Array.from({ length: columns * rows }, (_, at) =>
      this.#between(bracket, at % columns, Math.floor(at / columns)),
    );
  }

  #between({ lower, upper, fraction }: Bracket, x: number, y: number): number {
    const below = this.#edgesOf(lower).signedMm(x, y);
    if (lower === upper) return below;
    return below + fraction * (this.#edgesOf(upper).signedMm(x, y) - below);
  }

  #fill(plane: StackPlane): Uint8Array {
    const [columns, rows] = this.#box.dims;
    return fillEvenOdd(this.#inPixels(plane), columns, rows);
  }

  #edgesOf(plane: StackPlane): EdgeDistance {
    const known = this.#edges.get(plane);
    if (known !== undefined) return known;
    const [columns, rows] = this.#box.dims;
    const [x, y] = this.#geometry.spacingMm;
    const farMm = farSpacings * this.#stack.spacingMm;
    const made = new EdgeDistance(this.#fill(plane), columns, rows, [x, y], farMm);
    // Offsets come in order: the two planes of the place are all that is asked for again.
    const [oldest] = this.#edges.keys();
    if (this.#edges.size > 1 && oldest !== undefined) this.#edges.delete(oldest);
    this.#edges.set(plane, made);
    return made;
  }

  #inPixels({ offsetMm, polygons }: StackPlane): Polygon[] {
    const { from } = this.#box;
    return polygons.map((polygon) => {
      const pixels = new Float64Array(polygon.length);
      for (let n = 0; n < polygon.length; n += 2) {
        const point = toPatient(this.#stack, [polygon[n]!, polygon[n + 1]!, offsetMm]);
        const [i, j] = patientToVoxel(this.#geometry, point);
        pixels[n] = i - from[0];
        pixels[n + 1] = j - from[1];
      }
      return pixels;
    });
  }
}
