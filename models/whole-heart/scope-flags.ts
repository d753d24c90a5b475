import type { HeartFlag, HeartMeasures, HeartPlanes } from '../../studies/library/heart-records.ts';
import { dot, normalise, type Vector3 } from '../../studies/volume/geometry.ts';
import type { HeartCard } from '../runtime/card.ts';
import { flag } from './flag.ts';
import type { HeartMaskFacts } from './messages.ts';
import { lengthOverWidth } from './shape-facts.ts';

/** Base to apex in a patient, LPS: CONTRACT.md. */
const usualAxis: Vector3 = normalise([0.56, -0.6, -0.57]);
/** Human axes scatter by some twenty degrees around it; beyond twice that something is wrong. */
const mostAxisDeg = 40;

/** Whether this is a heart of the kind that the model was trained on. */
export function scopeFlags(
  { thresholds: { plausible } }: HeartCard,
  { frame, heartRate }: Pick<HeartPlanes, 'frame' | 'heartRate'>,
  facts: HeartMaskFacts,
  measures: HeartMeasures,
): HeartFlag[] {
  const spans = [
    { measure: 'LV EDV', unit: 'mL', value: measures.lvEdvMl?.value, span: plausible.lvEdvMl },
    { measure: 'LV mass', unit: 'g', value: measures.lvMassG?.value, span: plausible.lvMassG },
    {
      measure: 'A heart rate',
      unit: '/min',
      value: heartRate ?? undefined,
      span: plausible.heartRate,
    },
  ].flatMap(({ measure, unit, value, span }) =>
    outside(value, span, (limit) => {
      const params = { measure, least: span[0], most: span[1] };
      return flag('heart-flag/implausible', 'review', { value: value!, limit, unit, params });
    }),
  );
  const span = plausible.lengthOverWidth;
  const ratio = lengthOverWidth(facts) ?? undefined;
  const proportions = outside(ratio, span, (limit) => {
    const params = { least: span[0], most: span[1] };
    return flag('heart-flag/proportions', 'review', { value: ratio!, limit, params });
  });
  return [...spans, ...proportions, ...axisFlags(frame)];
}

function outside(
  value: number | undefined,
  [least, most]: readonly [number, number],
  said: (limit: number) => HeartFlag,
): HeartFlag[] {
  if (value === undefined || (value >= least && value <= most)) return [];
  return [said(value < least ? least : most)];
}

function axisFlags(frame: HeartPlanes['frame']): HeartFlag[] {
  if (frame === null) return [];
  const value = (Math.acos(Math.min(1, Math.abs(dot(frame.e3, usualAxis)))) * 180) / Math.PI;
  const numbers = { value, limit: mostAxisDeg, unit: 'degrees' };
  return value > mostAxisDeg ? [flag('heart-flag/axis', 'review', numbers)] : [];
}
