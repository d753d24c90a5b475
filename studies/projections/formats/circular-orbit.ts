import { SparrowError, warning, type Warning } from '../../messages/sparrow-error.ts';
import type { CircularGeometry } from '../../tomography/circular-geometry.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import type { FrameSource } from './frame-source.ts';
import type { Orbit, OrbitView } from './orbit.ts';

/** Distances that vary by less are taken as one. */
const mostRangeMm = 1;
/** Below this nobody would see it. */
const noRangeMm = 0.01;

/**
 * The chosen views of an orbit as one circular geometry, for pictures binned by `binning`. Throws
 * SparrowError 'projections/bad-distances' or 'projections/distances-vary'.
 */
export function circularGeometry(
  orbit: Orbit,
  views: readonly number[],
  frames: Pick<FrameSource, 'columns' | 'rows' | 'pixelMm' | 'middleMm' | 'firstRow'>,
  binning: number,
  isocentreMm: LpsPoint,
): { geometry: CircularGeometry; warnings: Warning[] } {
  const chosen = views.map((view) => orbit.views[view]!);
  chosen.forEach((view, n) => checkDistances(orbit.file, view, views[n]! + 1));
  const warnings: Warning[] = [];
  const columns = Math.floor(frames.columns / binning);
  const rows = Math.floor(frames.rows / binning);
  // Columns and rows that do not fill a bin are left off at the end: the middle moves.
  const leftOff = [frames.columns - columns * binning, frames.rows - rows * binning] as const;
  const toFeet = frames.firstRow === 'head' ? -1 : 1;
  const middle = [
    frames.middleMm[0] - (leftOff[0] / 2) * frames.pixelMm[0],
    toFeet * (frames.middleMm[1] - (leftOff[1] / 2) * frames.pixelMm[1]),
  ] as const;
  const shifts = chosen.map(
    ({ detectorOffsetMm: [u, v] }) => [middle[0] + u, middle[1] + v] as const,
  );
  const sources = chosen.map((view) => view.sourceOffsetMm);
  const isShifted = (all: readonly (readonly [number, number])[]) =>
    all.some(([u, v]) => u !== 0 || v !== 0);
  return {
    geometry: {
      sourceAxisMm: one(orbit.file, chosen, 'sourceAxisMm', warnings),
      sourceDetectorMm: one(orbit.file, chosen, 'sourceDetectorMm', warnings),
      detectorColumns: columns,
      detectorRows: rows,
      pixelMm: [frames.pixelMm[0] * binning, frames.pixelMm[1] * binning],
      anglesDeg: chosen.map((view) => view.angleDeg),
      isocentreMm,
      ...(isShifted(shifts) && { detectorOffsetsMm: shifts }),
      ...(isShifted(sources) && { sourceOffsetsMm: sources }),
    },
    warnings,
  };
}

function one(
  file: string,
  views: readonly OrbitView[],
  key: 'sourceAxisMm' | 'sourceDetectorMm',
  warnings: Warning[],
): number {
  const values = views.map((view) => view[key]);
  const first = values[0]!;
  const range = Math.max(...values) - Math.min(...values);
  if (range === 0) return first;
  const rangeMm = Number(range.toPrecision(3));
  if (range > mostRangeMm) {
    throw new SparrowError('projections/distances-vary', { file, rangeMm });
  }
  if (range > noRangeMm) warnings.push(warning('projections/distances-averaged', { rangeMm }));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function checkDistances(file: string, { sourceAxisMm, sourceDetectorMm }: OrbitView, view: number) {
  if (sourceAxisMm > 0 && sourceDetectorMm > sourceAxisMm) return;
  const params = { file, view, sourceAxisMm, sourceDetectorMm };
  throw new SparrowError('projections/bad-distances', params);
}
