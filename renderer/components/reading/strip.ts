import type { SeriesRecord, StudyRecord, VolumeRecord } from '../../../studies/library/records.ts';

/** One card of the series strip. */
export interface StripEntry {
  series: SeriesRecord;
  volume: VolumeRecord;
}

/** Cards of what was acquired, in series order; a model's outputs stand under the results. */
export function acquired(study: StudyRecord): StripEntry[] {
  const byNumber = (a: SeriesRecord, b: SeriesRecord) =>
    (a.number ?? Number.MAX_SAFE_INTEGER) - (b.number ?? Number.MAX_SAFE_INTEGER);
  return [...study.series]
    .sort(byNumber)
    .flatMap((series) =>
      series.volumes.filter((v) => v.resultId === null).map((volume) => ({ series, volume })),
    );
}

/** The cine volumes that play together: the chosen one first, then the study's others. */
export function cineTogether(study: StudyRecord, chosen: VolumeRecord): VolumeRecord[] {
  const others = acquired(study)
    .map((entry) => entry.volume)
    .filter((v) => v.kind === 'cine' && v.id !== chosen.id);
  return [chosen, ...others];
}

/** The same grid: dimensions, spacing and place agree to a hundredth of a voxel. */
export function sameGrid(a: VolumeRecord, b: VolumeRecord): boolean {
  const near = (x: readonly number[], y: readonly number[], tolerance: number) =>
    x.every((value, n) => Math.abs(value - (y[n] ?? Number.NaN)) <= tolerance);
  const voxel = 0.01 * Math.min(...a.spacingMm);
  return (
    near(a.dims, b.dims, 0) &&
    near(a.spacingMm, b.spacingMm, voxel) &&
    near(a.originMm, b.originMm, voxel) &&
    a.axes.every((axis, n) => near(axis, b.axes[n] ?? [], 1e-4))
  );
}

/**
 * The dense reference of a sparse-view volume: acquired, in HU, on the same grid, and made from
 * more projections. The one with the most known projections wins; an unknown number comes last.
 */
export function denseReference(study: StudyRecord, input: VolumeRecord): VolumeRecord | undefined {
  const least = input.views ?? 0;
  return acquired(study)
    .map((entry) => entry.volume)
    .filter((v) => v.id !== input.id && v.unit === 'HU' && v.phases === 1 && sameGrid(v, input))
    .filter((v) => v.views === null || v.views > least)
    .sort((a, b) => (b.views ?? 0) - (a.views ?? 0))[0];
}
