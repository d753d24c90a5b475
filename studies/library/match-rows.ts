import { createHash } from 'node:crypto';
import { warning } from '../messages/sparrow-error.ts';
import { tables } from './database.ts';
import { matchRecordSchema, type MatchRecord, type Signature } from './match-records.ts';
import type { MatchRow, MatchSignatureRow } from './schema.ts';

const unsignedSchema = matchRecordSchema.omit({ signatures: true });

/** Matches whose scan and planning CT are both in sight; the scan's study is `scan`. */
export function visibleMatches() {
  return tables
    .selectFrom('matches')
    .innerJoin('studies as scan', 'scan.uid', 'matches.study_uid')
    .innerJoin('volumes as fixed', 'fixed.id', 'matches.fixed_volume')
    .innerJoin('studies as plan', 'plan.uid', 'fixed.study_uid')
    .selectAll('matches')
    .where('scan.hidden_at', 'is', null)
    .where('plan.hidden_at', 'is', null);
}

/** The text of a record that is kept and signed: its JSON without signatures, in the schema's order. */
export function matchText(record: Omit<MatchRecord, 'signatures'>): string {
  return JSON.stringify(unsignedSchema.parse(record));
}

export function textSha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A row with its signatures in order. A text that is not the one signed is told in a warning. */
export function rowToMatch(
  { record }: Pick<MatchRow, 'record'>,
  rows: readonly MatchSignatureRow[],
): MatchRecord {
  const signatures = rows.map(rowToSignature);
  const match = { ...unsignedSchema.parse(JSON.parse(record)), signatures };
  const hash = signatures.length === 0 ? '' : textSha256(record);
  if (signatures.every(({ recordSha256 }) => recordSha256 === hash)) return match;
  const { code, message } = warning('match/changed');
  return { ...match, warnings: [...match.warnings, { code, params: {}, message }] };
}

function rowToSignature(row: MatchSignatureRow): Signature {
  const { person, meaning, reason, record_sha256: recordSha256, at } = row;
  return { person, meaning, reason, recordSha256, at };
}
