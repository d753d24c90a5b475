import {
  changeBeyondRepeatability,
  type Change,
} from '../../../studies/cardiac/function/repeatability.ts';
import type {
  HeartMeasure,
  HeartMeasureName,
  HeartTrend,
} from '../../../studies/library/heart-records.ts';
import { niceTicks, type Box } from './volume-curves.ts';

export type TrendPoint = HeartTrend['points'][number];
export type TrendBreak = 'model' | 'convention';

export const trendMeasures = [
  'lvEfPct',
  'lvEdvMl',
  'lvEsvMl',
  'lvMassG',
] as const satisfies readonly HeartMeasureName[];
export type TrendMeasure = (typeof trendMeasures)[number];

/** Why two neighbours in time cannot be joined by a line; null: they can. */
export function breakBetween(a: TrendPoint, b: TrendPoint): TrendBreak | null {
  if (a.weightsSha256 !== b.weightsSha256) return 'model';
  return a.measuresBy === b.measuresBy ? null : 'convention';
}

/** Days since 1970 of a DICOM or ISO date; null for neither. */
export function dayOf(date: string): number | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(date);
  if (!match) return null;
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 86_400_000;
}

export const trendMargins = { left: 44, right: 20, top: 12, foot: 24 } as const;

export interface DrawnPoint {
  readonly point: TrendPoint;
  readonly measure: HeartMeasure;
  readonly x: number;
  readonly y: number;
  /** Heights of the ends of the 90 % interval. */
  readonly lowY: number;
  readonly highY: number;
}

export interface DrawnRun {
  readonly points: readonly DrawnPoint[];
  /** What a reading of an unchanged heart may be after the run's first; null: nothing to say. */
  readonly band: { x0: number; x1: number; lowY: number; highY: number } | null;
}

export interface TrendPlot {
  readonly runs: readonly DrawnRun[];
  readonly ticks: readonly { at: number; value: number }[];
  readonly breaks: readonly { x: number; reason: TrendBreak }[];
}

interface Placed {
  readonly point: TrendPoint;
  readonly measure: HeartMeasure;
  readonly x: number;
}

/** One measure over time, with a band of repeatability about the first point of each unbroken run. */
export function trendPlot(
  points: readonly TrendPoint[],
  name: TrendMeasure,
  box: Box,
): TrendPlot | null {
  const placed = placeInTime(points, name, box);
  if (placed.length === 0) return null;
  const runs = unbroken(placed);
  const reaches = runs.flatMap((run) => {
    const { value } = run[0]!.measure;
    const half = run.length > 1 ? halfBand(name, value) : 0;
    return [
      value - half,
      value + half,
      ...run.flatMap(({ measure }) => [measure.low, measure.high]),
    ];
  });
  const values = niceTicks(Math.min(...reaches), Math.max(...reaches), 3);
  const floor = values[0]!;
  const { top, foot } = trendMargins;
  const scale = Math.max(box.height - top - foot, 1) / (values.at(-1)! - floor);
  const yOf = (value: number) => box.height - foot - (value - floor) * scale;
  return {
    ticks: values.map((value) => ({ at: yOf(value), value })),
    runs: runs.map((run) => ({
      points: run.map(({ point, measure, x }) => ({
        point,
        measure,
        x,
        y: yOf(measure.value),
        lowY: yOf(measure.low),
        highY: yOf(measure.high),
      })),
      band: bandOf(run, name, yOf),
    })),
    breaks: placed.slice(1).flatMap(({ point, x }, n) => {
      const before = placed[n]!;
      const reason = breakBetween(before.point, point);
      return reason === null ? [] : [{ x: (before.x + x) / 2, reason }];
    }),
  };
}

/** Along the dates where all are known, else evenly. */
function placeInTime(points: readonly TrendPoint[], name: TrendMeasure, box: Box): Placed[] {
  const { left, right } = trendMargins;
  const days = points.map(({ date }) => dayOf(date));
  const known = days.every((day) => day !== null);
  const at = known ? days : points.map((_, n) => n);
  const first = at[0] ?? 0;
  const span = (at.at(-1) ?? 0) - first;
  const inner = Math.max(box.width - left - right, 1);
  return points.flatMap((point, n) => {
    const measure = point.measures[name];
    // Inset by a twentieth, so that the first interval does not lie on the axis.
    const share = span > 0 ? 0.05 + (0.9 * (at[n]! - first)) / span : 0.5;
    return measure ? [{ point, measure, x: left + share * inner }] : [];
  });
}

function unbroken(placed: readonly Placed[]): Placed[][] {
  const runs: Placed[][] = [];
  placed.forEach((item, n) => {
    const before = placed[n - 1];
    if (before && breakBetween(before.point, item.point) === null) runs.at(-1)!.push(item);
    else runs.push([item]);
  });
  return runs;
}

function halfBand(name: TrendMeasure, value: number): number {
  return changeBeyondRepeatability(name, value, value, true)?.band ?? 0;
}

function bandOf(run: readonly Placed[], name: TrendMeasure, yOf: (value: number) => number) {
  const { value } = run[0]!.measure;
  const half = halfBand(name, value);
  if (run.length < 2 || half === 0) return null;
  return {
    x0: run[0]!.x,
    x1: run.at(-1)!.x,
    lowY: yOf(value - half),
    highY: yOf(value + half),
  };
}

export interface TrendChange extends Change {
  readonly name: TrendMeasure;
  readonly since: string;
}

/** How the newest point stands against the first it may be compared with; null for a single one. */
export function latestChange(
  points: readonly TrendPoint[],
  name: TrendMeasure,
): TrendChange | null {
  const last = points.at(-1);
  if (!last?.measures[name]) return null;
  let first = points.length - 1;
  while (first > 0 && breakBetween(points[first - 1]!, points[first]!) === null) first--;
  const baseline = points.slice(first, -1).find((point) => point.measures[name]);
  if (!baseline) return null;
  const change = changeBeyondRepeatability(
    name,
    baseline.measures[name]!.value,
    last.measures[name].value,
    true,
  );
  return change && { ...change, name, since: baseline.date };
}
