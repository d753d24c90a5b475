import { basename } from 'node:path';
import { warning, type Warning } from '../../messages/sparrow-error.ts';
import { viewNumber } from './file-kinds.ts';
import type { ProjectionFile } from './projection-scan.ts';

/** Says which numbers are left out in the names of a scan's files (in their order). */
export function missingViews(files: readonly ProjectionFile[]): Warning[] {
  const numbers = files.map(viewNumber);
  const steps = numbers.slice(1).map((number, n) => (number ?? NaN) - (numbers[n] ?? NaN));
  const step = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? NaN;
  const gaps = steps.flatMap((size, n) => (size > step ? [n] : []));
  const first = gaps[0];
  // A wild mix of steps is a naming of its own, not a scan with holes.
  if (first === undefined || !(step > 0) || gaps.length > steps.length / 4) return [];
  const count = gaps.reduce((sum, n) => sum + Math.round(steps[n]! / step) - 1, 0);
  if (count === 0) return [];
  const place = {
    number: numbers[first]! + step,
    before: basename(files[first]!.name),
    after: basename(files[first + 1]!.name),
  };
  return count === 1
    ? [warning('projections/missing-view', place)]
    : [warning('projections/missing-views', { ...place, count })];
}
