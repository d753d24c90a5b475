import type { Polygon } from '../../cardiac/contours/polygon.ts';
import {
  dot,
  patientToVoxel,
  voxelToPatient,
  type LpsPoint,
  type VolumeGeometry,
} from '../../volume/geometry.ts';
import type { Drawn } from './contour.ts';
import { signedDistancesMm } from './distance.ts';
import { fillEvenOdd } from './even-odd.ts';
import {
  bracketAt,
  drawnAt,
  stackOf,
  toPatient,
  type ContourStack,
  type StackPlane,
} from './stack.ts';
import { boxOfStack, type VoxelBox } from './voxel-box.ts';

/** Voxels of a volume's grid that belong to a structure, cut to the box that holds them. */
export interface StructureMask {
  readonly geometry: VolumeGeometry;
  readonly box: VoxelBox;
  /** 1 inside, of the box only; i fastest, then j, then k. */
  readonly voxels: Uint8Array;
}

/** Distances are cut here, in spacings: two shapes far apart then meet half-way between slices. */
const far = 2;
/** Planes within a quarter of a degree are parallel. */
export const parallelCosine = 0.99999;
/** Voxels of the helping grid of a slanted volume. */
const mostVoxels = 48 * 2 ** 20;

/**
 * The voxels whose centre a structure encloses; null where it encloses nothing of the volume.
 * Slices of the volume that were drawn on are filled exactly (even-odd rule); between drawn slices
 * the signed distances to both outlines are interpolated (Raya and Udupa, IEEE TMI 9, 1990).
 * The volume may lie at any angle and have any spacing.
 */
export function structureMask(structure: Drawn, geometry: VolumeGeometry): StructureMask | null {
  const stack = stackOf(structure, geometry.spacingMm[2]);
  if (stack === null) return null;
  const box = boxOfStack(stack, geometry);
  if (box === null) return null;
  const parallel = Math.abs(dot(stack.normal, geometry.axes[2])) > parallelCosine;
  const voxels = parallel
    ? parallelVoxels(stack, geometry, box)
    : slantedVoxels(stack, geometry, box);
  return { geometry, box, voxels };
}

/** The mask on the whole grid of its volume. */
export function wholeMask({ geometry, box, voxels }: StructureMask): Uint8Array {
  const [columns, rows, slices] = geometry.dims;
  const whole = new Uint8Array(columns * rows * slices);
  const [wide, high, deep] = box.dims;
  for (let k = 0; k < deep; k++) {
    for (let j = 0; j < high; j++) {
      const at = (k * high + j) * wide;
      const to = box.from[0] + columns * (box.from[1] + j + rows * (box.from[2] + k));
      whole.set(voxels.subarray(at, at + wide), to);
    }
  }
  return whole;
}

/** Volume of a mask's voxels, millilitres. */
export function maskVolumeMl({ geometry, voxels }: StructureMask): number {
  const [x, y, z] = geometry.spacingMm;
  return (voxels.reduce((sum, voxel) => sum + voxel, 0) * x * y * z) / 1000;
}

function parallelVoxels(stack: ContourStack, geometry: VolumeGeometry, box: VoxelBox): Uint8Array {
  const [columns, rows, slices] = box.dims;
  const voxels = new Uint8Array(columns * rows * slices);
  const pixels = new PlanePixels(stack, geometry, box);
  for (let k = 0; k < slices; k++) {
    const centre = voxelToPatient(geometry, [box.from[0], box.from[1], box.from[2] + k]);
    voxels.set(pixels.at(dot(stack.normal, centre)), k * columns * rows);
  }
  return voxels;
}

/** Through a grid along the structure's own slices, as fine as the volume; nearest voxels of it. */
function slantedVoxels(stack: ContourStack, geometry: VolumeGeometry, box: VoxelBox): Uint8Array {
  const { from, to } = extent(stack);
  const size = (step: number) =>
    [0, 1, 2].map((c) => Math.ceil((to[c]! - from[c]!) / step) + 1) as [number, number, number];
  let step = Math.min(...geometry.spacingMm);
  while (size(step).reduce((a, b) => a * b) > mostVoxels) step *= 1.25;
  const own: VolumeGeometry = {
    dims: size(step),
    spacingMm: [step, step, step],
    originMm: toPatient(stack, from),
    axes: [stack.u, stack.v, stack.normal],
  };
  const ownVoxels = parallelVoxels(stack, own, { from: [0, 0, 0], dims: own.dims });
  const [columns, rows, slices] = box.dims;
  const voxels = new Uint8Array(columns * rows * slices);
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        const index = [box.from[0] + i, box.from[1] + j, box.from[2] + k] as const;
        const there = patientToVoxel(own, voxelToPatient(geometry, index));
        const [x, y, z] = [Math.round(there[0]), Math.round(there[1]), Math.round(there[2])];
        if (x < 0 || y < 0 || z < 0) continue;
        if (x >= own.dims[0] || y >= own.dims[1] || z >= own.dims[2]) continue;
        voxels[at] = ownVoxels[x + own.dims[0] * (y + own.dims[1] * z)]!;
      }
    }
  }
  return voxels;
}

function extent(stack: ContourStack): { from: LpsPoint; to: LpsPoint } {
  const { planes, spacingMm } = stack;
  const all = planes.flatMap(({ polygons }) => polygons);
  const ends = (odd: number) => {
    let [low, high] = [Infinity, -Infinity];
    for (const polygon of all) {
      for (let n = odd; n < polygon.length; n += 2) {
        low = Math.min(low, polygon[n]!);
        high = Math.max(high, polygon[n]!);
      }
    }
    return [low, high] as const;
  };
  const [u, v] = [ends(0), ends(1)];
  return {
    from: [u[0], v[0], planes[0]!.offsetMm - spacingMm / 2],
    to: [u[1], v[1], planes.at(-1)!.offsetMm + spacingMm / 2],
  };
}

/** What a structure encloses in planes along its slices, on the pixels of a grid. */
export class PlanePixels {
  readonly #stack: ContourStack;
  readonly #geometry: VolumeGeometry;
  readonly #box: VoxelBox;
  readonly #distances = new Map<StackPlane, Float32Array>();

  /** The grid's third axis runs along the stack's normal; only its i and j count. */
  constructor(stack: ContourStack, geometry: VolumeGeometry, box: VoxelBox) {
    this.#stack = stack;
    this.#geometry = geometry;
    this.#box = box;
  }

  /** Mask of the box's pixels at an offset along the normal, millimetres. */
  at(offsetMm: number): Uint8Array {
    const drawn = drawnAt(this.#stack, offsetMm);
    if (drawn !== null) return this.#fill(drawn);
    const bracket = bracketAt(this.#stack, offsetMm);
    if (bracket === null) return new Uint8Array(this.#box.dims[0] * this.#box.dims[1]);
    if (bracket.lower === bracket.upper) return this.#fill(bracket.lower);
    return Uint8Array.from(this.field(offsetMm)!, (value) => (value > 0 ? 1 : 0));
  }

  /** Interpolated signed distances, millimetres; null outside the structure. */
  field(offsetMm: number): Float32Array | null {
    const bracket = bracketAt(this.#stack, offsetMm);
    if (bracket === null) return null;
    const { lower, upper, fraction } = bracket;
    const above = this.#distancesOf(upper);
    return this.#distancesOf(lower).map((value, n) => value + fraction * (above[n]! - value));
  }

  #fill(plane: StackPlane): Uint8Array {
    const [columns, rows] = this.#box.dims;
    return fillEvenOdd(this.#inPixels(plane), columns, rows);
  }

  #distancesOf(plane: StackPlane): Float32Array {
    const known = this.#distances.get(plane);
    if (known !== undefined) return known;
    const [columns, rows] = this.#box.dims;
    const [x, y] = this.#geometry.spacingMm;
    const farMm = far * this.#stack.spacingMm;
    const made = signedDistancesMm(this.#fill(plane), columns, rows, [x, y], farMm);
    // Offsets come in order: two planes are all that is asked for again.
    const [oldest] = this.#distances.keys();
    if (this.#distances.size > 1 && oldest !== undefined) this.#distances.delete(oldest);
    this.#distances.set(plane, made);
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
