import type { HeartMeasureName, PapillaryConvention } from '../../library/heart-records.ts';
import { referenceBands, type ReferenceBand } from './reference-table.ts';

export type { BandConvention, ReferenceBand, Sex } from './reference-table.ts';

export interface BandQuery {
  /** DICOM patient sex; anything but M or F finds only bands that hold for both. */
  readonly sex: string;
  /** Null: not known; then the group's ages cannot be checked, and `ageChecked` says so. */
  readonly ageYears: number | null;
  readonly convention: PapillaryConvention;
  readonly indexed: boolean;
}

export interface FoundBand extends ReferenceBand {
  /** True: the patient's age lies within the group's. Null: the group is adults at large. */
  readonly ageChecked: boolean | null;
}

export type BandStatus = 'below' | 'within' | 'above';

const adultYears = 18;

/**
 * The band of the same papillary convention, sex and age, with its source; null where there is
 * none. Bands of another convention are never lent, sex is never guessed, children have none.
 */
export function bandFor(measure: HeartMeasureName, query: BandQuery): FoundBand | null {
  const { sex, ageYears, convention, indexed } = query;
  const band = referenceBands.find(
    (row) =>
      row.measure === measure &&
      row.indexed === indexed &&
      (row.sex === sex || row.sex === 'any') &&
      (row.convention === convention || row.convention === 'any') &&
      ofAge(row, ageYears),
  );
  if (band === undefined) return null;
  return { ...band, ageChecked: band.ageYears === null ? null : ageYears !== null };
}

/** Where a value lies against a band. */
export function bandStatus(value: number, band: ReferenceBand): BandStatus {
  if (band.low !== null && value < band.low) return 'below';
  return band.high !== null && value > band.high ? 'above' : 'within';
}

function ofAge({ ageYears: ages }: ReferenceBand, years: number | null): boolean {
  if (years === null) return true;
  if (ages === null) return years >= adultYears;
  return years >= ages[0] && years < ages[1] + 1;
}
