import type { HeartMeasure } from '../../library/heart-records.ts';
import type { Discs } from './ventricle.ts';

/**
 * How sure figures from masks are: a simple model, stated here, giving 90 % intervals.
 *
 * - Contour: the outline of every slice may lie half a pixel further out or in, all slices alike
 *   (readers differ by habit, so it does not average out): rim x half a pixel x slab.
 * - Ends: within its slab, an end slice does not say where the ventricle stops: evenly spread, so
 *   SD = area x slab / sqrt(12). An end slice at the stack's own edge adds half a slab.
 * - Gaps: between slices further apart than usual the area may run off the straight line: a quarter
 *   of the area's change over the excess.
 *
 * Contour errors move ED and ES together; ends and gaps are independent.
 */
export interface VolumeError {
  readonly contourMl: number;
  readonly endsMl: number;
}

const ninety = 1.645;
export const halfPixel = 0.5;

export function volumeError({ discs, baseClosed, apexClosed }: Discs): VolumeError {
  let contour = 0;
  for (const { slice, rimMm } of discs) {
    const [dx, dy] = slice.plane.spacingMm;
    contour += rimMm * halfPixel * Math.sqrt(dx * dy) * slice.slabMm;
  }
  const ends = [endError(discs[0], baseClosed), endError(discs.at(-1), apexClosed)];
  return {
    contourMl: contour / 1000,
    endsMl: Math.hypot(...ends, gapError(discs)) / 1000,
  };
}

function endError(disc: Discs['discs'][number] | undefined, closed: boolean): number {
  if (disc === undefined) return 0;
  const slab = disc.areaMm2 * disc.slice.slabMm;
  const resolved = (ninety * slab) / Math.sqrt(12);
  return closed ? resolved : Math.hypot(resolved, slab / 2);
}

function gapError(discs: Discs['discs']): number {
  const gaps = discs.slice(1).map(({ slice, areaMm2 }, i) => ({
    gap: slice.positionMm - discs[i]!.slice.positionMm,
    change: Math.abs(areaMm2 - discs[i]!.areaMm2),
  }));
  const usual = median(gaps.map(({ gap }) => gap));
  return gaps.reduce(
    (sum, { gap, change }) => (gap > 1.5 * usual ? sum + (change * (gap - usual)) / 4 : sum),
    0,
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** A figure within `half` on both sides, never below nil. */
export function within(value: number, half: number, highest = Infinity): HeartMeasure {
  return {
    value,
    low: Math.max(0, value - half),
    high: Math.min(highest, value + half),
  };
}

export function volumeMeasure(volumeMl: number, error: VolumeError): HeartMeasure {
  return within(volumeMl, Math.hypot(error.contourMl, error.endsMl));
}

/** SV = EDV - ESV: contour errors partly cancel, the ends do not. */
export function strokeMeasure(
  edvMl: number,
  esvMl: number,
  ed: VolumeError,
  es: VolumeError,
): HeartMeasure {
  return within(edvMl - esvMl, Math.hypot(ed.contourMl - es.contourMl, ed.endsMl, es.endsMl));
}

/** EF = 100 (1 - ESV / EDV), with the first-order spread of the quotient. */
export function ejectionMeasure(
  edvMl: number,
  esvMl: number,
  ed: VolumeError,
  es: VolumeError,
): HeartMeasure {
  const perEd = (100 * esvMl) / (edvMl * edvMl);
  const perEs = 100 / edvMl;
  const contour = perEd * ed.contourMl - perEs * es.contourMl;
  const half = Math.hypot(contour, perEd * ed.endsMl, perEs * es.endsMl);
  return within(100 * (1 - esvMl / edvMl), half, 100);
}
