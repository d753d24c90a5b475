import { subtractSlices, type Slice } from './slice.ts';
import type { WindowLevel } from './window-level.ts';

/** The window whose darkest colour is `low` and whose brightest is `high`, on any scale. */
export function windowBetween(low: number, high: number): WindowLevel {
  return { centre: (low + high) / 2 + 0.5, width: high - low + 1 };
}

/** What the picture would have given in this view: measured plus (computed minus measured). */
export function computedPicture(measured: Slice, residual: Slice): Slice | null {
  const negative = { ...residual, slope: -residual.slope, intercept: -residual.intercept };
  return subtractSlices(measured, negative);
}

const share = 0.995;

/**
 * Half the width of a scale on which nearly all of a residual can be told apart, rounded up to 1, 2
 * or 5 times a power of ten; never zero.
 */
export function residualRange(residual: Float32Array): number {
  const sizes = residual.map(Math.abs).sort();
  const wanted = Math.max(sizes[Math.floor(share * (sizes.length - 1))] ?? 0, 1e-3);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const digit = [1, 2, 5, 10].find((d) => d * power >= wanted * (1 - 1e-6)) ?? 10;
  return Number((digit * power).toPrecision(1));
}
