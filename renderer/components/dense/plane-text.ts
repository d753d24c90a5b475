import type { DensePlane } from '../../../studies/library/dense-records.ts';
import { translate } from '../../locale/translate.ts';

/** What a plane of the dense stack is, in words; slices are counted from 1 at the base. */
export function planeText({ kind, below, above, share }: DensePlane): string {
  const between = { below: below + 1, above: above + 1, percent: Math.round(share * 100) };
  if (kind === 'measured') return translate('dense.plane.measured', { n: below + 1 });
  if (kind === 'beyond') return translate('dense.plane.beyond', { n: below + 1 });
  return translate(kind === 'made' ? 'dense.plane.made' : 'dense.plane.wide', between);
}

/** The next measured plane on one side; the end of the stack where there is none. */
export function nextMeasured(planes: readonly DensePlane[], from: number, by: 1 | -1): number {
  let at = from + by;
  while (at > 0 && at < planes.length - 1 && planes[at]!.kind !== 'measured') at += by;
  return Math.min(Math.max(at, 0), planes.length - 1);
}
