import type { BreathShift } from '../../studies/cardiac/dense/breath-shift.ts';
import { endsOpen } from '../../studies/cardiac/dense/ends-open.ts';
import type { DensePlan } from '../../studies/cardiac/dense/plan-dense.ts';
import { warning, type Warning } from '../../studies/messages/sparrow-error.ts';

/** Slices further out of line than this are worth a word, mm. */
const shiftedMm = 3;

/** What a reader should know before believing a dense heart. */
export function denseWarnings({
  plan,
  shifts,
  corrected,
  endLabels,
}: {
  plan: DensePlan;
  shifts: readonly BreathShift[];
  corrected: boolean;
  /** Of the slices at end-diastole, base to apex. */
  endLabels: readonly Uint8Array[];
}): Warning[] {
  const found: Warning[] = [];
  const open = endsOpen(endLabels);
  if (open.apex) found.push(warning('dense/apex-missed'));
  if (open.base) found.push(warning('dense/base-missed'));
  const furthest = Math.max(...shifts.map(({ shiftMm: [dx, dy] }) => Math.hypot(dx, dy)));
  if (furthest > shiftedMm && !corrected)
    found.push(warning('dense/shifted', { mm: furthest.toFixed(1) }));
  const wide = plan.planes.filter(({ kind }) => kind === 'wide').length;
  if (wide > 0) found.push(warning('dense/wide-filled', { planes: wide }));
  const beyond = plan.planes.filter(({ kind }) => kind === 'beyond').length;
  if (beyond > 0) found.push(warning('dense/beyond-made', { planes: beyond }));
  return found;
}
