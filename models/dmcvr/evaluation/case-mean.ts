import { mean } from '../../whole-heart/evaluation/statistics.ts';
import type { CaseRow } from './evaluate-case.ts';

/** A case's mean of something over its slabs; NaN where none has it. */
export function caseMean(
  row: CaseRow,
  value: (slab: CaseRow['slabs'][number]) => number | null | undefined,
): number {
  const known = row.slabs.map(value).filter((v): v is number => v != null);
  return mean(known);
}
