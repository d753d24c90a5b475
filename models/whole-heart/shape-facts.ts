import type { HeartMaskFacts } from './messages.ts';
import { BEAT } from './graph-shapes.ts';

/** Cavity of a slice that shows the left ventricle, cm2. */
const shownCm2 = 0.5;
const rowMm = 2;
/** CONTRACT.md: long-axis crops are centred 15 mm above the origin of the heart frame. */
const cropMiddleMm = -15;
const middleRowMm = 47.5 * rowMm;

/** Cavity areas of the stack at its fullest phase, base to apex. */
export function stackAtFullest({ shortAxis }: HeartMaskFacts): { heightMm: number; cm2: number }[] {
  const sorted = [...shortAxis].sort((a, b) => a.heightMm - b.heightMm);
  const total = (t: number) => sorted.reduce((sum, { areasCm2 }) => sum + areasCm2[3 * t]!, 0);
  const totals = Array.from({ length: BEAT }, (_, t) => total(t));
  const full = totals.indexOf(Math.max(...totals));
  return sorted.map(({ heightMm, areasCm2 }) => ({ heightMm, cm2: areasCm2[3 * full]! }));
}

/**
 * Extent of the left ventricle's cavity on each long-axis plane at its fullest phase, along e3 from
 * the origin of the heart frame.
 */
export function longSpans({ longAxis }: HeartMaskFacts): { baseMm: number; apexMm: number }[] {
  return longAxis.flatMap(({ areasCm2, lvRowsMm }) => {
    const areas = Array.from({ length: BEAT }, (_, t) => areasCm2[5 * t]!);
    const full = areas.indexOf(Math.max(...areas));
    const [first, last] = [lvRowsMm[2 * full], lvRowsMm[2 * full + 1]];
    if (first == null || last == null) return [];
    return [{ apexMm: heightOf(first - rowMm / 2), baseMm: heightOf(last + rowMm / 2) }];
  });
}

/** Base to apex of the cavity at its fullest, mm, by the long-axis planes; null without them. */
export function longAxisOf(facts: HeartMaskFacts): number | null {
  const spans = longSpans(facts);
  return spans.length === 0 ? null : mean(spans.map(({ baseMm, apexMm }) => apexMm - baseMm));
}

/** Length of the cavity over its widest diameter in short axis; null where either is not known. */
export function lengthOverWidth(facts: HeartMaskFacts): number | null {
  const stack = stackAtFullest(facts);
  const shown = stack.filter(({ cm2 }) => cm2 > shownCm2);
  if (shown.length < 3) return null;
  const step = (stack.at(-1)!.heightMm - stack[0]!.heightMm) / (stack.length - 1);
  const long = longAxisOf(facts) ?? shown.at(-1)!.heightMm - shown[0]!.heightMm + step;
  const widest = 2 * Math.sqrt((100 * Math.max(...shown.map(({ cm2 }) => cm2))) / Math.PI);
  return long / widest;
}

/** A place in a long-axis crop, mm down from its first row, as a height along e3 (v is -e3). */
function heightOf(downMm: number): number {
  return cropMiddleMm + middleRowMm - downMm;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
