import type { HeartMeasureName } from '../../library/heart-records.ts';

/** What two readings of an unchanged heart may differ by, in the measure's unit. */
export interface RepeatabilityBand {
  readonly measure: HeartMeasureName;
  /** Same scanner and method. */
  readonly same: number;
  /** Another scanner, reader or method. */
  readonly across: number;
  readonly source: string;
}

const gandy = 'Gandy 2008 (repeatability coefficient)';
const suinesiaputra = 'Suinesiaputra 2015 (between core-laboratory readers)';

/**
 * Published figures, rounded. EF: the scan-rescan coefficient of variation of readers, 6.0 %
 * (Davies 2022), used as 6 points, and 10.0 points across (Gandy). Volumes of the left ventricle:
 * smaller and larger figure between core laboratories, the smaller taken for the same method.
 * No figure at hand: right ventricle, atria, thickness.
 */
export const repeatability: readonly RepeatabilityBand[] = [
  { measure: 'lvEfPct', same: 6, across: 10, source: `Davies 2022; ${gandy}` },
  { measure: 'lvMassG', same: 8, across: 40, source: gandy },
  { measure: 'lvEdvMl', same: 15, across: 28, source: suinesiaputra },
  { measure: 'lvEsvMl', same: 14, across: 22, source: suinesiaputra },
];

export interface Change {
  readonly difference: number;
  readonly band: number;
  /** True: more than repeatability explains. */
  readonly beyond: boolean;
  readonly source: string;
}

/** b - a against repeatability; null for a measure without a published figure. */
export function changeBeyondRepeatability(
  measure: HeartMeasureName,
  a: number,
  b: number,
  sameMethod: boolean,
): Change | null {
  const row = repeatability.find((entry) => entry.measure === measure);
  if (row === undefined) return null;
  const band = sameMethod ? row.same : row.across;
  const difference = b - a;
  return { difference, band, beyond: Math.abs(difference) > band, source: row.source };
}
