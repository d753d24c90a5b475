import type { HeartMeasureName, PapillaryConvention } from '../../library/heart-records.ts';

export type Sex = 'M' | 'F';

/** Normal limits of one measure for one group of people, as published. */
export interface ReferenceBand {
  readonly measure: HeartMeasureName;
  /** Per square metre of body surface. */
  readonly indexed: boolean;
  readonly sex: Sex | 'any';
  readonly ageYears: readonly [number, number] | null;
  /** 'any': the measure does not depend on it. */
  readonly convention: PapillaryConvention | 'any';
  /** 95 % limits; null: none published. */
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly source: string;
}

export interface BandQuery {
  readonly sex: string;
  readonly ageYears: number | null;
  readonly convention: PapillaryConvention;
  readonly indexed: boolean;
}

export type BandStatus = 'below' | 'within' | 'above';

/** The band of the same convention, sex and age, with its source; null where there is none. */
export function bandFor(_measure: HeartMeasureName, _query: BandQuery): ReferenceBand | null {
  return null;
}

/** Where a value lies against a band. */
export function bandStatus(value: number, band: ReferenceBand): BandStatus {
  if (band.low !== null && value < band.low) return 'below';
  return band.high !== null && value > band.high ? 'above' : 'within';
}
