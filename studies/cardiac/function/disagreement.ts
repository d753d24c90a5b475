import type { HeartFlag, HeartMeasures } from '../../library/heart-records.ts';

/** Where the phenotype head and the masks differ by more than 5 points of EF or 15 % of a volume. */
export function disagreement(_head: HeartMeasures, _masks: HeartMeasures): HeartFlag[] {
  return [];
}
