import { expect, test } from 'vitest';
import type { MatchTrend, Signature } from '../../../../studies/library/match-records.ts';
import { noShift } from '../../../../studies/library/testing/matches.ts';
import { dayAndTime } from './day-and-time.ts';
import { trendCsv } from './trend-csv.ts';

const signature: Signature = {
  person: 'Anna',
  meaning: 'approved',
  reason: '',
  recordSha256: 'a'.repeat(64),
  at: '2026-01-02T11:00:00Z',
};
function table(couch: object, signed: Partial<Signature> = {}, within = true): string[] {
  const full = { ...noShift, ...couch };
  const fractions: MatchTrend['fractions'] = [
    { matchId: 'm', scanned: '20260102101500', couch: full, within },
  ];
  const match = { couch: full, signatures: [{ ...signature, ...signed }] };
  return trendCsv({ fractions }, new Map([['m', match]])).split('\r\n');
}

test('a header with units, a row a fraction', () => {
  const [header, row, end] = table({ lateralMm: -2.104, pitchDeg: 0.456, rollDeg: -0.004 });
  expect(header).toBe(
    '\uFEFFScanned,Couch vertical (mm),Couch longitudinal (mm),Couch lateral (mm),Couch pitch (degrees),' +
      'Couch roll (degrees),Couch rotation (degrees),Within tolerance,Approved by,Reason',
  );
  expect(row).toBe('2026-01-02 10:15:00,0.00,0.00,-2.10,0.46,0.00,0.00,yes,Anna,');
  expect(end).toBe('');
  expect(table({}, {}, false)[1]).toContain(',no,Anna,');
});

test.each([
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  [' =1', `' =1`],
  ['\t=1', `"'\t=1"`],
  ['agreed, see notes', '"agreed, see notes"'],
  ['3 mm = fine', '3 mm = fine'],
])('typed text %j cannot run', (reason, cell) => {
  const row = table({}, { reason })[1]!;
  expect(row.slice(row.indexOf('Anna,') + 5)).toBe(cell);
});

test('a line break in a reason stays within its cell', () => {
  const text = table({}, { reason: 'one\ntwo', person: 'O"Neil' }).join('\r\n');
  expect(text).toContain('yes,"O""Neil","one\ntwo"\r\n');
});

test.each([
  ['20260109083059', '2026-01-09 08:30:59'],
  ['202601090830', '2026-01-09 08:30'],
  ['2026010908', '2026-01-09 08 h'],
  ['20260109', '2026-01-09'],
  ['', ''],
])('a DICOM time %j reads %j', (dicom, read) => expect(dayAndTime(dicom)).toBe(read));
