import { matchCredibly } from '../../../studies/positioning/credible.ts';
import { captureRange, type CaptureRange } from '../../../studies/positioning/capture-range.ts';
import { matchRigid } from '../../../studies/positioning/registration/match.ts';
import type { Arm } from './arms.ts';
import type { CaseVolumes } from './case-volumes.ts';
import type { RowTools } from './match-rows.ts';
import type { Pair, PairKind } from './wrong-pairs.ts';

/** What the match said of a pair that is right or wrong. */
export interface JudgedRow {
  readonly kind: PairKind;
  readonly planning: string;
  readonly scan: string;
  readonly arm: string;
  readonly refused: boolean;
  /** Numbers were given, with the warning that they may be of the wrong patient or region. */
  readonly flagged: boolean;
  /** Codes of the refusal. */
  readonly reasons: readonly string[];
}

export interface CaptureRow extends CaptureRange {
  readonly case: string;
  readonly arm: string;
}

export async function judgedRow(
  pair: Pair,
  arm: Arm,
  pivot: CaseVolumes,
  { kept, matchers, signal }: RowTools,
): Promise<JudgedRow> {
  const { kind, planning, scan } = pair;
  const key = [matchers.judge, 'judged', kind, planning, scan, arm.name, arm.method?.weights].join(
    '|',
  );
  return kept.once(key, async () => {
    signal.throwIfAborted();
    const { fixed, moving } = await pair.volumes();
    const found = matchCredibly(fixed, moving, { pivotMm: pivot.case.field.isocentreMm });
    const reasons = found.credible ? [] : found.reasons.map(({ code }) => code);
    const flagged =
      found.credible && found.warnings.some(({ code }) => code === 'positioning/doubtful');
    return { kind, planning, scan, arm: arm.name, refused: !found.credible, flagged, reasons };
  });
}

/** From how far away the climb alone finds home. */
export async function captureRow(
  volumes: CaseVolumes,
  arm: Arm,
  { kept, matchers, signal }: RowTools,
): Promise<CaptureRow> {
  const { id, field } = volumes.case;
  return kept.once([matchers.judge, 'capture', id, arm.name].join('|'), async () => {
    signal.throwIfAborted();
    const scan = await volumes.prepared(arm);
    const match = matchRigid(volumes.planning, scan, { pivotMm: field.isocentreMm });
    return { case: id, arm: arm.name, ...captureRange(volumes.planning, scan, match) };
  });
}
