import { expect, test, vi } from 'vitest';
import type { MatchRecord } from '../library/match-records.ts';
import type { MatchReportInput } from './match-input.ts';
import { matchPart, renderMatchReport } from './match-part.ts';
import { Sheet } from './sheet.ts';
import { matchRecord, matchReportInput, matchSignature, refusedMatch } from './testing/match.ts';

const sample = matchReportInput();

/** Every piece of text that the page sets. */
function page(record: Partial<MatchRecord> = {}, fields: Partial<MatchReportInput> = {}) {
  const sheet = new Sheet('Match', new Date(0));
  const text = vi.spyOn(sheet.doc, 'text');
  matchPart(sheet, { ...sample, record: matchRecord(record), ...fields });
  const words = text.mock.calls.map(([said]) => said);
  const { count } = sheet.doc.bufferedPageRange();
  return { words, said: words.join('\n'), count };
}

const row = (words: readonly string[], label: string) =>
  words.slice(words.indexOf(label) + 1).slice(0, 8);

test('the shift in words, then the six numbers with spread, limit and verdict, on one page', () => {
  const { words, count } = page();
  expect(words).toEqual(
    expect.arrayContaining([
      'OUTSIDE TOLERANCE (Standard)',
      'Couch 6.3 mm out: patient moves towards the feet',
      "Couch pitch -1.2°: the gantry's end goes down",
      'NOT SIGNED',
      'Pelvis 25 x 2 Gy',
      '2026-01-31 10:15',
    ]),
  );
  // Lengths: root of the sum of squares of the numbers.
  expect(row(words, 'Couch shift')).toEqual([
    '+2.4',
    '-6.3',
    '+3.8',
    '-1.2',
    '+0.8',
    '+0.4',
    '7.7',
    '1.5',
  ]);
  expect(row(words, '± 1 SD')).toEqual(['0.21', '0.34', '0.18', '0.12', '0.09', '0.07', '', '']);
  expect(row(words, 'Limit')).toEqual(['3', '3', '3', '1.5', '1.5', '1.5', '3', '1.5']);
  expect(row(words, 'Verdict')).toEqual([
    'pass',
    'FAIL',
    'FAIL',
    'pass',
    'pass',
    'pass',
    'FAIL',
    'pass',
  ]);
  expect(count).toBe(1);
});

test('a console that shows the error in centimetres: other sign, the same words', () => {
  const { words } = page({}, { display: 'elekta-error' });
  expect(row(words, 'Error shown').slice(0, 4)).toEqual(['-0.24', '+0.63', '-0.38', '+1.2']);
  expect(row(words, '± 1 SD').slice(0, 2)).toEqual(['0.021', '0.034']);
  expect(row(words, 'Limit').slice(0, 1)).toEqual(['0.3']);
  expect(words).toContain('Couch 6.3 mm out: patient moves towards the feet');
});

test('a refused match gives its reasons and no numbers, not even a matrix', () => {
  const { words, said } = page(refusedMatch);
  expect(words).toContain('REFUSED: no couch shift is given');
  expect(words).toContain(refusedMatch.reasons![0]!.message);
  expect(words).toContain('Axial, as tried: NOT A MATCH');
  expect(words).not.toContain('Couch shift');
  expect(said).not.toMatch(/Couch \d|0\.99\d{4}|TOLERANCE|± 1 SD/);
});

test('a shift of a match that is not credible is kept off the page all the same', () => {
  const { said } = page({ credible: false });
  expect(said).not.toMatch(/Couch \d|Couch shift|0\.99\d{4}/);
});

test('each signature says who, when, what for and what was signed', () => {
  const { words } = page({ signatures: [matchSignature] });
  expect(words).toEqual(
    expect.arrayContaining([
      'APPROVED',
      'Dr A. Reader, 2026-01-31 10:25 UTC',
      `Reason: ${matchSignature.reason}`,
      `${'ab12'.repeat(8)}\n${'ab12'.repeat(8)}`,
    ]),
  );
  expect(words).not.toContain('NOT SIGNED');
});

test('what speaks for the match, and what its numbers depend on', () => {
  const { words } = page();
  for (const sentence of [
    'mutual information 0.812, 39870 points',
    'correlation 0.957, overlap 93 %',
    'elastix 5.2: 0.3 mm, 0.1° away',
    'from 40 mm, 15° away',
    '0.5 mm (0.3 left, 0.4 feet) (correlation 0.90, then 0.91)',
    'cannot tell (correlation 0.40)',
    'HFS',
    'plan 10.0, 20.0, 0.0 mm; scan 10.0, 20.0, 0.0 mm (LPS)',
    '0.0, 0.0, 0.0 mm from the isocentre (IEC); rotation, pitch, roll',
  ]) {
    expect(words).toContain(sentence);
  }
  const matrix = words.find((said) => said.split('\n').length === 4)!;
  const numbers = matrix.trim().split(/\s+/).map(Number);
  matchRecord().matrix!.forEach((value, n) => expect(numbers[n]).toBeCloseTo(value, 2));
});

test('a restored scan, another patient, an axis out of reach and warnings are not missed', () => {
  const message = 'The volumes hold 12 ml of metal.';
  const { words } = page(
    { beyondCouch: ['pitchDeg'], warnings: [{ code: 'x', params: {}, message }] },
    { badge: 'MODEL 1', planningStudy: { ...sample.planningStudy, patientId: 'P-2' } },
  );
  expect(words).toEqual(
    expect.arrayContaining([
      'THE SCAN IS RESTORED: MODEL 1',
      'PATIENT IDs DIFFER: scan P-1, planning CT P-2.',
      'The couch cannot follow: pitch.',
      `• ${message}`,
    ]),
  );
});

test('a tagged PDF with six figures and the research line', async () => {
  const finish = vi.spyOn(Sheet.prototype, 'finish');
  const pdf = Buffer.from(await renderMatchReport(sample)).toString('latin1');
  expect(pdf.startsWith('%PDF-1.7')).toBe(true);
  expect(pdf.match(/\/S \/Figure/g)).toHaveLength(6);
  expect(finish).toHaveBeenCalledWith('Müller, Zoë · P-1', expect.stringContaining('0.1.0'));
});
