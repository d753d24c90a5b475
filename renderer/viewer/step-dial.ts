import type { ResultRecord, StepRecord, VolumeRecord } from '../../studies/library/records.ts';

/** A picture that was kept, with its volume. */
export interface StepPicture {
  readonly record: StepRecord;
  readonly volume: VolumeRecord;
}

/**
 * One notch of the dial: what a run from the projections began with (`step` 0), a picture on the
 * way, or the result itself (`step` null).
 */
export interface DialStep {
  readonly step: number | null;
  /** Null: the result's own volume. */
  readonly volume: VolumeRecord | null;
  /** Mean gradient relative to the input's; null where it is not known. */
  readonly sharpness: number | null;
  readonly residualPercent: number | null;
}

/**
 * The notches of a result whose steps were kept, in the order they were made. The result stands at
 * the end: as the last step, or, where refinement or the mean over samples came after it, by itself.
 */
export function dialSteps(result: ResultRecord, pictures: readonly StepPicture[]): DialStep[] {
  if (pictures.length === 0) return [];
  const steps = [...pictures]
    .sort((a, b) => a.record.step - b.record.step)
    .map(({ record, volume }): DialStep => ({
      step: record.step,
      volume: record.volume === result.volume ? null : volume,
      sharpness: record.sharpness,
      residualPercent: record.residualPercent,
    }));
  if (steps.at(-1)?.volume === null) return steps;
  return [
    ...steps,
    {
      step: null,
      volume: null,
      sharpness: null,
      residualPercent: result.evidence?.residualPercent ?? null,
    },
  ];
}
