import type { LpsPoint } from '../../volume/geometry.ts';
import type { CircularGeometry, GridFrame } from '../circular-geometry.ts';
import { presetGeometry, type PresetId } from '../presets.ts';

/** Object voxels are this much finer than those of the reconstruction. */
const finer = 0.71;
/** How much more than the reconstruction the object's grid covers: across, and along the axis. */
const reach = [1.02, 1.12] as const;
/** The two grids never coincide: shift of the object's middle, in its voxels. */
const shift = [0.31, -0.23, 0.37] as const;

export interface Field {
  /** Columns and rows of the square slices, slices; cubic voxels. */
  readonly counts: readonly [nx: number, ny: number, nz: number];
  readonly spacingMm: number;
  readonly isocentreMm: LpsPoint;
}

/** A grid of cubic voxels whose middle is `centreMm`. */
export function centredGrid(
  counts: readonly [number, number, number],
  spacingMm: number,
  centreMm: LpsPoint,
): GridFrame {
  const first = (axis: 0 | 1 | 2) => centreMm[axis] - ((counts[axis] - 1) / 2) * spacingMm;
  return {
    counts,
    spacingMm: [spacingMm, spacingMm, spacingMm],
    originMm: [first(0), first(1), first(2)],
  };
}

/** The grid of the scanned object: finer than the field's and off it (make_data.py `object_grid`). */
export function objectGrid({ counts, spacingMm, isocentreMm }: Field): GridFrame {
  const voxel = spacingMm * finer;
  const across = (n: number) => Math.round((n * reach[0]) / finer);
  const along = Math.round((counts[2] * spacingMm * reach[1]) / voxel);
  const at = (axis: 0 | 1 | 2) => isocentreMm[axis] + shift[axis] * voxel;
  return centredGrid([across(counts[0]), across(counts[1]), along], voxel, [at(0), at(1), at(2)]);
}

/** Detector columns for a field of so many: one and a half, in sixteens. */
export function columnsFor(fieldColumns: number): number {
  return Math.floor((fieldColumns * 1.5) / 16) * 16;
}

/**
 * The scan of a preset machine that covers the field (geometry.py `covering_detector`).
 *
 * @param columns of a panel that covers the whole fan
 */
export function fieldGeometry(
  field: Field,
  preset: PresetId,
  views: number,
  columns: number,
): CircularGeometry {
  const { counts, spacingMm, isocentreMm } = field;
  const size = { diameterMm: 2 * fieldRadiusMm(field), lengthMm: counts[2] * spacingMm };
  return presetGeometry(preset, size, { views, columns, isocentreMm });
}

/** Radius of the cylinder in the field's square slices. */
export function fieldRadiusMm({ counts, spacingMm }: Field): number {
  return 0.5 * Math.min(counts[0], counts[1]) * spacingMm;
}

/** Views of a dense scan that a sparse one keeps: floor(i * dense / sparse). */
export function sparseViews(dense: number, sparse: number): number[] {
  return Array.from({ length: sparse }, (_, n) => Math.floor((n * dense) / sparse));
}
