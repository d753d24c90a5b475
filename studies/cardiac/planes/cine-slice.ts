import { cross, dot, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import type { CineCandidate } from './candidate.ts';
import { motionOf, type MotionMaps } from './motion-maps.ts';
import { minus, plus } from './vectors.ts';

/** One slice position of a cine volume, with what its pixels say in short. */
export interface CineSlice {
  readonly id: string;
  readonly candidate: CineCandidate;
  readonly slice: number;
  readonly originMm: LpsPoint;
  readonly row: Vector3;
  readonly column: Vector3;
  readonly normal: Vector3;
  readonly centreMm: LpsPoint;
  readonly maps: MotionMaps;
}

/** Every slice of a volume, each read once. */
export async function* slicesOf(candidate: CineCandidate): AsyncGenerator<CineSlice> {
  const { dims, spacingMm, originMm, axes, volumeId } = candidate;
  const [row, column] = axes;
  for (let slice = 0; slice < dims[2]; slice++) {
    const corner = plus(originMm, axes[2], slice * spacingMm[2]);
    const half = plus(corner, row, ((dims[0] - 1) / 2) * spacingMm[0]);
    yield {
      id: `${volumeId}/${slice}`,
      candidate,
      slice,
      originMm: corner,
      row,
      column,
      normal: cross(row, column),
      centreMm: plus(half, column, ((dims[1] - 1) / 2) * spacingMm[1]),
      maps: motionOf(await candidate.readSlice(slice), candidate.phases, dims[0] * dims[1]),
    };
  }
}

/** A square of a map, sampled in the slice's plane round a point that is projected onto it. */
export interface PatchGrid {
  readonly centreMm: LpsPoint;
  readonly across: Vector3;
  readonly down: Vector3;
  readonly stepMm: number;
  /** Odd, so that the centre is a sample. */
  readonly size: number;
}

/** Linear samples of a slice's map on a grid; NaN outside the image. */
export function patchOf(slice: CineSlice, map: Float32Array, grid: PatchGrid): Float32Array {
  const { dims, spacingMm } = slice.candidate;
  const middle = plus(
    grid.centreMm,
    slice.normal,
    dot(minus(slice.originMm, grid.centreMm), slice.normal),
  );
  const half = ((grid.size - 1) / 2) * grid.stepMm;
  const first = minus(plus(plus(middle, grid.across, -half), grid.down, -half), slice.originMm);
  const along = (d: Vector3) =>
    [dot(d, slice.row) / spacingMm[0], dot(d, slice.column) / spacingMm[1]] as const;
  const [x0, y0] = along(first);
  const [ax, ay] = along(grid.across).map((n) => n * grid.stepMm) as [number, number];
  const [dx, dy] = along(grid.down).map((n) => n * grid.stepMm) as [number, number];
  const patch = new Float32Array(grid.size * grid.size);
  for (let i = 0; i < grid.size; i++)
    for (let j = 0; j < grid.size; j++)
      patch[i * grid.size + j] = linear(map, dims, x0 + j * ax + i * dx, y0 + j * ay + i * dy);
  return patch;
}

/** Linear value of an image at (column, row); NaN outside it. */
export function linear(
  image: Float32Array,
  [columns, rows]: readonly [number, number, ...number[]],
  x: number,
  y: number,
): number {
  if (!(x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1)) return Number.NaN;
  const i = Math.min(columns - 2, Math.floor(x));
  const j = Math.min(rows - 2, Math.floor(y));
  const at = j * columns + i;
  const [fx, fy] = [x - i, y - j];
  const top = image[at]! + fx * (image[at + 1]! - image[at]!);
  const below = image[at + columns]! + fx * (image[at + columns + 1]! - image[at + columns]!);
  return top + fy * (below - top);
}
