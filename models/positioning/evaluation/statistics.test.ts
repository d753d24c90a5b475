import { describe, expect, it } from 'vitest';
import { caseBootstrap, isGood, quantile, summary } from './error-statistics.ts';
import { matchErrorAt, type MatchError } from './match-error.ts';
import { frozenOffsets, moveOf, offsetsOfCase } from './offsets.ts';
import type { JudgedRow } from './judged-rows.ts';
import type { MatchRow } from './match-rows.ts';
import { armRows, refusalRows } from './tables.ts';
import { rigidInverse } from '../../../studies/positioning/registration/pose.ts';

const error = (mm: number, deg: number): MatchError => ({
  mm,
  deg,
  axesMm: [-mm, 0, 0],
  axesDeg: [0, deg, 0],
});
const isocentreMm = [30, -40, 500] as const;

describe('error of a match', () => {
  const offset = { shiftMm: [4, -3, 2], turnDeg: [1, -2, 2.5] } as const;
  const move = moveOf(offset, isocentreMm);

  it('is nothing when the move is undone', () => {
    const { mm, deg } = matchErrorAt(rigidInverse(move), move, isocentreMm);
    expect(mm).toBeCloseTo(0, 9);
    expect(deg).toBeCloseTo(0, 6);
  });

  it('is the whole move when nothing was done, at the isocentre and by axis', () => {
    const still = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const { mm, deg, axesMm, axesDeg } = matchErrorAt(still, move, isocentreMm);
    expect(mm).toBeCloseTo(Math.hypot(4, 3, 2), 9);
    expect(deg).toBeCloseTo(Math.hypot(1, 2, 2.5), 9);
    axesMm.forEach((value, n) => expect(value).toBeCloseTo(offset.shiftMm[n]!, 9));
    axesDeg.forEach((value, n) => expect(value).toBeCloseTo(offset.turnDeg[n]!, 9));
  });
});

describe('statistics', () => {
  it('counts what is within both limits', () => {
    const errors = [error(0.1, 0.1), error(0.5, 0.3), error(0.6, 0.1), error(0.1, 0.4)];
    expect(errors.map(isGood)).toEqual([true, true, false, false]);
    const { n, mm, deg, axesMm, good } = summary(errors);
    expect({ n, good }).toEqual({ n: 4, good: 0.5 });
    expect(mm.mean).toBeCloseTo(0.325, 9);
    expect([mm.p95, mm.max, deg.max]).toEqual([0.6, 0.6, 0.4]);
    expect(axesMm[0]).toBeCloseTo(0.325, 9);
  });

  it('takes the value at the rank', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([0.5, 0.95, 1].map((share) => quantile(hundred, share))).toEqual([50, 95, 100]);
  });

  it('draws whole cases: alike offsets of one case narrow nothing', () => {
    const byCase = [Array<number>(50).fill(0), Array<number>(50).fill(1)];
    expect(caseBootstrap(byCase)).toEqual({ mean: 0.5, low: 0, high: 1 });
    expect(caseBootstrap([[2, 2], [2]])).toEqual({ mean: 2, low: 2, high: 2 });
  });
});

describe('tables', () => {
  const row = (arm: string, id: string, offset: number, mm: number): MatchRow => ({
    ...error(mm, 0.1),
    case: id,
    set: id === 'p' ? 'phantom' : 'real',
    arm,
    offset,
    realised: 'moved',
    correlation: 0.9,
  });
  const rows = [
    row('full', 'a', 0, 0.1),
    row('full', 'p', 1, 0.2),
    row('few', 'a', 0, 0.3),
    row('few', 'p', 1, 0.6),
  ];

  it('sets each arm beside the full scan at the same offset', () => {
    const all = armRows(rows, 'full', 'set').filter(({ of }) => of === 'all');
    expect(all.map(({ arm, n, cases, good }) => [arm, n, cases, good])).toEqual([
      ['full', 2, 2, 1],
      ['few', 2, 2, 0.5],
    ]);
    expect(all[0]!.againstFull).toBeNull();
    expect(all[1]!.againstFull!.mm.mean).toBeCloseTo(0.3, 9);
    expect(all[1]!.againstFull!.mm.high).toBeCloseTo(0.4, 9);
  });

  it('names the pairs that came out wrong', () => {
    const judged = (
      kind: JudgedRow['kind'],
      scan: string,
      refused: boolean,
      flagged = false,
    ): JudgedRow => ({
      kind,
      planning: 'a',
      scan,
      arm: 'full',
      refused,
      flagged,
      reasons: [],
    });
    const table = refusalRows([
      judged('right', 'a', true),
      judged('another patient', 'b', true),
      judged('another patient', 'c', false),
      judged('another patient', 'd', false, true),
    ]);
    expect(table.map(({ n, refused, flagged, failed }) => [n, refused, flagged, failed])).toEqual([
      [1, 1, 0, ['a']],
      [3, 1, 1, ['c on a']],
    ]);
  });
});

it('has frozen offsets enough, within their bounds, dealt out to the cases', async () => {
  const all = await frozenOffsets();
  expect(all.length).toBeGreaterThanOrEqual(200);
  for (const { shiftMm, turnDeg } of all) {
    for (const mm of shiftMm) expect(Math.abs(mm)).toBeLessThanOrEqual(10);
    for (const deg of turnDeg) expect(Math.abs(deg)).toBeLessThanOrEqual(3);
  }
  const dealt = [0, 1, 2].flatMap((at) => offsetsOfCase(all, at, 3));
  expect(new Set(dealt.map(({ number }) => number)).size).toBe(all.length);
});
