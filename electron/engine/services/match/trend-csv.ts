import type { MatchRecord, MatchTrend } from '../../../../studies/library/match-records.ts';
import {
  couchAxes,
  couchDisplays,
  roundedAway,
  type CouchAxis,
} from '../../../../studies/positioning/couch/display.ts';
import { dayAndTime } from './day-and-time.ts';

/** More than any couch can do, so that sums and SDs taken of the file are those of the screen. */
const decimals = 2;

/**
 * The fractions of a trend as a table (RFC 4180, UTF-8 with its mark so that spreadsheets read it):
 * shifts are couch corrections by IEC 61217. `matches` holds the record of every fraction.
 */
export function trendCsv(
  { fractions }: Pick<MatchTrend, 'fractions'>,
  matches: ReadonlyMap<string, Pick<MatchRecord, 'signatures' | 'couch'>>,
): string {
  const rows = fractions.map(({ matchId, scanned, couch, within }) => {
    const signature = matches.get(matchId)?.signatures.at(-1);
    return [
      dayAndTime(scanned),
      ...couchAxes.map((axis) => roundedAway(couch[axis], decimals).toFixed(decimals)),
      within ? 'yes' : 'no',
      safeText(signature?.person ?? ''),
      safeText(signature?.reason ?? ''),
    ];
  });
  const lines = [header(), ...rows].map((cells) => cells.map(quoted).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function header(): string[] {
  const { labels } = couchDisplays.iec;
  const unit = (axis: CouchAxis) => (axis.endsWith('Deg') ? 'degrees' : 'mm');
  return [
    'Scanned',
    ...couchAxes.map((axis) => `Couch ${labels[axis].toLowerCase()} (${unit(axis)})`),
    'Within tolerance',
    'Approved by',
    'Reason',
  ];
}

/** Typed text that a spreadsheet would run as a formula gets a quote in front (OWASP, CSV injection). */
function safeText(text: string): string {
  return /^\s*[=+\-@|%\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
