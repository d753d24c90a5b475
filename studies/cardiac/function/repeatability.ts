import type { HeartMeasureName } from '../../library/heart-records.ts';

/** What two readings of an unchanged heart may differ by. */
export interface RepeatabilityBand {
  readonly measure: HeartMeasureName;
  /** Same scanner and method. */
  readonly same: number;
  /** Another scanner, reader or method. */
  readonly across: number;
  readonly source: string;
}

export interface Change {
  readonly difference: number;
  readonly band: number;
  /** True: more than repeatability explains. */
  readonly beyond: boolean;
  readonly source: string;
}

/** b - a against repeatability; null for a measure without a published figure. */
export function changeBeyondRepeatability(
  _measure: HeartMeasureName,
  _a: number,
  _b: number,
  _sameMethod: boolean,
): Change | null {
  return null;
}
