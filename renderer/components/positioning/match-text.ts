import type { MatchRecord, MatchState } from '../../../studies/library/match-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { catalogue, type MessageCode } from '../../../studies/messages/catalogue.ts';
import { action } from '../../../studies/messages/sparrow-error.ts';
import {
  couchDisplays,
  shownNumbers,
  type CouchAxis,
  type CouchDisplay,
  type CouchDisplayName,
} from '../../../studies/positioning/couch/display.ts';

type Warning = VolumeRecord['warnings'][number];
type LimitName = NonNullable<MatchRecord['within']>['axes'][number]['axis'];

export const displayNames = Object.keys(couchDisplays) as CouchDisplayName[];

/** One line of the table of numbers. Texts carry their decimals and no unit. */
export interface NumberRow {
  readonly axis: LimitName;
  /** The console's word; empty for the two lengths, which no console shows. */
  readonly label: string;
  readonly text: string;
  readonly unit: string;
  readonly sd: string | null;
  readonly limit: string | null;
  readonly pass: boolean | null;
  readonly beyondCouch: boolean;
}

const magnitudes = ['shiftMagnitudeMm', 'turnMagnitudeDeg'] as const;

/** The six numbers as a console shows them, then the lengths of shift and turn; none where refused. */
export function numberRows(record: MatchRecord, display: CouchDisplayName): NumberRow[] {
  const { couch, within, uncertainty, beyondCouch } = record;
  if (!record.credible || !couch) return [];
  const verdict = (axis: LimitName) => within?.axes.find((one) => one.axis === axis);
  const write = writer(couchDisplays[display]);
  const six = shownNumbers(couch, display).map(({ axis, label, text, unit }) => ({
    ...judged(verdict(axis), write),
    ...{ axis, label, text, unit },
    sd: uncertainty ? write(axis, uncertainty.couch[axis]) : null,
    beyondCouch: beyondCouch.includes(axis),
  }));
  const lengths = magnitudes.flatMap((axis) => {
    const found = verdict(axis);
    if (!found) return [];
    const unit = axis.endsWith('Deg') ? '°' : couchDisplays[display].shiftUnit;
    const text = write(axis, found.value);
    return [{ ...judged(found, write), axis, label: '', text, unit, sd: null, beyondCouch: false }];
  });
  return [...six, ...lengths];
}

type Writer = (axis: LimitName, value: number) => string;

function writer({ shiftUnit, shiftDecimals, turnDecimals }: CouchDisplay): Writer {
  return (axis, value) =>
    axis.endsWith('Deg')
      ? value.toFixed(turnDecimals)
      : ((shiftUnit === 'cm' ? 0.1 : 1) * value).toFixed(shiftDecimals);
}

function judged(
  verdict: { axis: LimitName; limit: number; pass: boolean } | undefined,
  write: Writer,
): Pick<NumberRow, 'limit' | 'pass'> {
  if (!verdict) return { limit: null, pass: null };
  return { limit: write(verdict.axis, verdict.limit), pass: verdict.pass };
}

/** Axes beyond the couch as its console names them. */
export function axisLabel(axis: CouchAxis, display: CouchDisplayName): string {
  return couchDisplays[display].labels[axis];
}

/** What to do about a finding; empty where nothing is known. */
export function adviceOf({ code, params }: Warning): string {
  return code in catalogue ? action(code as MessageCode, params) : '';
}

/** Refused, or what the last signature says. */
export function stateOf({ credible, signatures }: MatchRecord): MatchState | 'refused' {
  return signatures.at(-1)?.meaning ?? (credible ? 'pending' : 'refused');
}

/** Whether approving asks for a typed reason: outside tolerance, unjudged, or beyond the couch. */
export function needsReason({ within, beyondCouch, credible }: MatchRecord): boolean {
  return !credible || within?.pass !== true || beyondCouch.length > 0;
}

/** "12 %" of a share from 0 to 1. */
export const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
