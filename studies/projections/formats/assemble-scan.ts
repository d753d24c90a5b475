import { SparrowError } from '../../messages/sparrow-error.ts';
import { angleGaps } from '../checks/angle-gaps.ts';
import { reversedRotation } from '../checks/rotation-sense.ts';
import { objectTruncation } from '../checks/truncation.ts';
import { circularGeometry } from './circular-orbit.ts';
import { makeLineIntegrals } from './line-integrals.ts';
import { loadViews, type Calibration } from './load-views.ts';
import type { ProjectionScan, ReadProjectionsOptions } from './projection-scan.ts';
import type { RawScan } from './raw-scan.ts';

/** Fewer views make no picture. */
const leastViews = 3;

/**
 * From files to line integrals: unpacks the chosen views, corrects and converts them, and looks
 * over the whole for what the user should know. Throws SparrowError 'projections/*'.
 */
export async function assembleScan(
  raw: RawScan,
  calibration: Calibration,
  options: ReadProjectionsOptions,
): Promise<ProjectionScan> {
  const { frames, orbit } = raw;
  if (orbit.views.length !== frames.views) {
    const counts = { angles: orbit.views.length, views: frames.views };
    const params = { geometry: orbit.file, file: frames.file, ...counts };
    throw new SparrowError('projections/angle-count', params);
  }
  const everyNth = Math.max(1, Math.floor(options.everyNth ?? 1));
  const views = orbit.views.map((_, n) => n).filter((n) => n % everyNth === 0);
  if (views.length < leastViews) {
    throw new SparrowError('projections/too-few-views', { views: views.length, least: leastViews });
  }
  const isocentre = options.isocentreMm ?? orbit.isocentreMm ?? [0, 0, 0];
  const binning = options.binning ?? 1;
  const circular = circularGeometry(orbit, views, frames, binning, isocentre);
  const { geometry } = circular;
  const loaded = await loadViews(frames, views, calibration, options);
  const size = { us: geometry.detectorColumns, vs: geometry.detectorRows };
  const flatFielded = calibration.flat !== null;
  const converted = makeLineIntegrals(loaded.values, raw, views, size, flatFielded, options);
  const projections = { geometry, lineIntegrals: loaded.values };
  return {
    projections,
    origin: raw.origin,
    description: raw.description,
    photons: null,
    warnings: [
      ...raw.warnings,
      ...orbit.warnings,
      ...circular.warnings,
      ...loaded.warnings,
      ...converted,
      ...angleGaps(orbit.views.map((view) => view.angleDeg)),
      ...objectTruncation(projections),
      ...reversedRotation(projections),
    ],
  };
}
