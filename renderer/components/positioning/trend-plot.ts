import { couchAxes, type CouchAxis } from '../../../studies/positioning/couch/display.ts';
import type { MatchTrend } from '../../../studies/library/match-records.ts';

export const trendKinds = ['shifts', 'turns'] as const;
export type TrendKind = (typeof trendKinds)[number];

export const axesOf = (kind: TrendKind): CouchAxis[] =>
  couchAxes.filter((axis) => axis.endsWith('Deg') === (kind === 'turns'));

export interface TrendLine {
  readonly axis: CouchAxis;
  readonly points: readonly { x: number; y: number; value: number; within: boolean }[];
}

export interface TrendPicture {
  readonly lines: readonly TrendLine[];
  readonly ticks: readonly { y: number; value: number }[];
}

export const margins = { left: 34, right: 10, top: 10, foot: 20 } as const;

/** Numbers over the fractions, evenly spaced, zero always in sight; null without fractions. */
export function trendPicture(
  fractions: MatchTrend['fractions'],
  kind: TrendKind,
  box: { width: number; height: number },
): TrendPicture | null {
  if (fractions.length === 0) return null;
  const axes = axesOf(kind);
  const all = fractions.flatMap(({ couch }) => axes.map((axis) => Math.abs(couch[axis])));
  const most = niceAbove(Math.max(...all));
  const inner = { width: box.width - margins.left - margins.right, height: box.height };
  const yOf = (value: number) =>
    margins.top + ((most - value) / (2 * most)) * (inner.height - margins.top - margins.foot);
  const xOf = (n: number) =>
    margins.left +
    inner.width * (fractions.length === 1 ? 0.5 : 0.05 + (0.9 * n) / (fractions.length - 1));
  return {
    ticks: [most, 0, -most].map((value) => ({ value, y: yOf(value) })),
    lines: axes.map((axis) => ({
      axis,
      points: fractions.map(({ couch, within }, n) => ({
        x: xOf(n),
        y: yOf(couch[axis]),
        value: couch[axis],
        within,
      })),
    })),
  };
}

/** The next of 1, 2, 5, 10, ... that holds the value; 1 at least. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}

/** "2026-01-02" and the time of "20260102 0900" or "20260102090000". */
export function scanDate(scanned: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})\D*(\d{2})?(\d{2})?/.exec(scanned);
  if (!match) return scanned;
  const [, year, month, day, hour, minute] = match;
  return `${year}-${month}-${day}${hour && minute ? ` ${hour}:${minute}` : ''}`;
}
