import {
  dot,
  patientToVoxel,
  voxelToPatient,
  type LpsPoint,
  type VolumeGeometry,
} from '../../volume/geometry.ts';
import type { Drawn } from './contour.ts';
import { stackOf, toPatient, type ContourStack } from './stack.ts';
import { PlanePixels } from './plane-pixels.ts';
import { boxOfStack, type VoxelBox } from './voxel-box.ts';

/** Voxels of a volume's grid that belong to a structure, cut to the box that holds them. */
export interface StructureMask {
  readonly geometry: VolumeGeometry;
  readonly box: VoxelBox;
  /** 1 inside, of the box only; i fastest, then j, then k. */
  readonly voxels: Uint8Array;
}

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
