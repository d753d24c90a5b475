import { SparrowError, warning, type Warning } from '../../messages/sparrow-error.ts';
import { findBadPixels, repairBadPixels } from '../preprocess/bad-pixels.ts';
import { airIntensity, mostLineIntegral, toLineIntegrals } from '../preprocess/log-conversion.ts';
import type { IntensityOptions } from './projection-scan.ts';
import type { RawScan } from './raw-scan.ts';

/** More bad pixels than this share are no defects but a flat field that does not fit. */
const mostBad = 0.01;
/** Fewer than this share of rays without light is not worth a word. */
const someDark = 1e-4;

/**
 * Makes line integrals of what the views hold, in place, and repairs the detector's bad pixels
 * where they were intensities. Throws SparrowError 'projections/no-chamber' or 'bad-unattenuated'.
 * @param values [view][u][v]
 * @param views which of the scan's views these are
 * @param flatFielded that 1 is the intensity without an object
 */
export function makeLineIntegrals(
  values: Float32Array,
  raw: RawScan,
  views: readonly number[],
  size: { readonly us: number; readonly vs: number },
  flatFielded: boolean,
  options: IntensityOptions,
): Warning[] {
  const wanted = options.values ?? 'auto';
  const kind = wanted !== 'auto' ? wanted : (raw.values ?? judged(raw));
  if (kind === 'line-integrals') {
    if (raw.scale !== 1) for (let n = 0; n < values.length; n++) values[n]! *= raw.scale;
    return [];
  }
  const warnings: Warning[] = [];
  const pixels = size.us * size.vs;
  const levels = airOfEachView(values, raw, views, pixels, flatFielded, options, warnings);
  let dark = 0;
  levels.forEach((level, n) => {
    dark += toLineIntegrals(values.subarray(n * pixels, (n + 1) * pixels), level);
  });
  if (dark > someDark * values.length) {
    const percent = Number(((100 * dark) / values.length).toPrecision(2));
    const limit = Number(mostLineIntegral.toFixed(1));
    warnings.push(warning('projections/no-signal', { percent, limit }));
  }
  const bad = findBadPixels(values, size.us, size.vs);
  if (bad.length > mostBad * pixels) {
    warnings.push(warning('projections/too-many-bad-pixels', { count: bad.length }));
  } else if (bad.length > 0) {
    repairBadPixels(values, size.us, size.vs, bad);
    warnings.push(warning('projections/bad-pixels', { count: bad.length }));
  }
  return warnings;
}

const judged = (raw: RawScan) => (raw.frames.whole ? 'intensities' : 'line-integrals');

/** The intensity without an object for each view; scales `values` where a chamber tells it. */
function airOfEachView(
  values: Float32Array,
  raw: RawScan,
  views: readonly number[],
  pixels: number,
  flatFielded: boolean,
  { unattenuated }: IntensityOptions,
  warnings: Warning[],
): number[] {
  const { chamber } = raw;
  const readings = views.map((view) => chamber?.[view] ?? 0);
  const chamberRuns = readings.every((reading) => reading > 0);
  if (unattenuated === 'chamber' && !chamberRuns) {
    throw new SparrowError('projections/no-chamber', { file: raw.frames.file });
  }
  const fixed = typeof unattenuated === 'number' ? unattenuated : null;
  if (fixed !== null && !(fixed > 0 && Number.isFinite(fixed))) {
    throw new SparrowError('projections/bad-unattenuated', { value: fixed });
  }
  const own = unattenuated === undefined ? (flatFielded ? 1 : raw.unattenuated) : null;
  const level = fixed ?? own;
  if (level !== null) return views.map(() => level);
  if (chamberRuns && unattenuated !== 'air') {
    readings.forEach((reading, n) => {
      for (let k = n * pixels; k < (n + 1) * pixels; k++) values[k]! /= reading;
    });
  }
  const air = airIntensity(values, pixels);
  if (!(air > 0)) throw new SparrowError('projections/bad-unattenuated', { value: air });
  const value = Number(air.toPrecision(4));
  warnings.push(warning('projections/air-assumed', { value }));
  return views.map(() => air);
}
