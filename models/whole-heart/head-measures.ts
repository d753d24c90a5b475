import {
  headMeasures,
  type HeadMeasure,
  type HeartMeasures,
} from '../../studies/library/heart-records.ts';
import type { HeartCard } from '../runtime/card.ts';
import type { HeadNumbers } from './encode.ts';
import { consistent } from './consistent.ts';

/** Half the width of a 90 % interval in standard deviations. */
const ninety = 1.645;

/** What can be had from the planes that are there. */
export interface Visible {
  readonly rightVentricle: boolean;
  readonly leftAtrium: boolean;
  readonly rightAtrium: boolean;
  readonly longAxis: boolean;
}

const needs: Partial<Record<HeadMeasure, keyof Visible>> = {
  rvEdvMl: 'rightVentricle',
  rvEsvMl: 'rightVentricle',
  rvSvMl: 'rightVentricle',
  rvEfPct: 'rightVentricle',
  laMaxMl: 'leftAtrium',
  laMinMl: 'leftAtrium',
  raMaxMl: 'rightAtrium',
  raMinMl: 'rightAtrium',
  mitralTravelMm: 'longAxis',
};

/**
 * The head's numbers with calibrated 90 % intervals: mean and 1.645 sd times the card's scale. Volumes,
 * stroke volume and ejection fraction of a ventricle are brought into agreement first. Figures of
 * chambers that no plane shows are left out; so is the cardiac output without a heart rate.
 */
export function headMeasuresOf(
  numbers: Pick<HeadNumbers, 'mean' | 'logVariance'>,
  phenotypes: HeartCard['phenotypes'],
  visible: Visible,
  heartRate: number | null,
): HeartMeasures {
  const sd = (n: number) => Math.exp(numbers.logVariance[n]! / 2) * phenotypes[n]!.scale;
  const values = Float64Array.from(numbers.mean);
  for (const [edv, esv, sv, ef] of ventricles) {
    const agreed = consistent(
      [edv, esv, sv, ef].map((n) => values[n]!),
      [edv, esv, sv, ef].map(sd),
    );
    [edv, esv, sv, ef].forEach((n, at) => (values[n] = agreed[at]!));
  }
  const measures: HeartMeasures = {};
  for (const [n, name] of headMeasures.entries()) {
    const need = needs[name];
    if (need !== undefined && !visible[need]) continue;
    const half = ninety * sd(n);
    const most = name.endsWith('Pct') ? 100 : Infinity;
    measures[name] = {
      value: Math.max(0, values[n]!),
      low: Math.max(0, values[n]! - half),
      high: Math.min(most, values[n]! + half),
    };
  }
  return withOutput(measures, heartRate);
}

/** Adds the cardiac output: stroke volume times heart rate, litres a minute. */
export function withOutput(measures: HeartMeasures, heartRate: number | null): HeartMeasures {
  const stroke = measures.lvSvMl;
  if (heartRate === null || stroke === undefined) return measures;
  const perMinute = (ml: number) => (ml * heartRate) / 1000;
  const cardiacOutputLMin = {
    value: perMinute(stroke.value),
    low: perMinute(stroke.low),
    high: perMinute(stroke.high),
  };
  return { ...measures, cardiacOutputLMin };
}

/** EDV, ESV, SV and EF of the left and of the right ventricle among the head's outputs. */
const ventricles = [
  ['lvEdvMl', 'lvEsvMl', 'lvSvMl', 'lvEfPct'],
  ['rvEdvMl', 'rvEsvMl', 'rvSvMl', 'rvEfPct'],
].map((names) => names.map((name) => headMeasures.indexOf(name as HeadMeasure))) as [
  [number, number, number, number],
  [number, number, number, number],
];
