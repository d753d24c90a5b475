import type { HeartMeasure, HeartMeasureName, HeartMeasures } from '../../library/heart-records.ts';

/** Mosteller 1987: sqrt(height cm x weight kg / 3600), square metres; null unless both are known. */
export function bodySurfaceM2(heightCm: number | null, weightKg: number | null): number | null {
  if (heightCm === null || weightKg === null || heightCm <= 0 || weightKg <= 0) return null;
  return Math.sqrt((heightCm * weightKg) / 3600);
}

/** Measures that are reported per square metre of body surface. */
export const indexable: readonly HeartMeasureName[] = [
  'lvEdvMl',
  'lvEsvMl',
  'lvSvMl',
  'lvMassG',
  'rvEdvMl',
  'rvEsvMl',
  'rvSvMl',
  'laMaxMl',
  'laMinMl',
  'raMaxMl',
  'raMinMl',
  'cardiacOutputLMin',
];

/** The indexable measures divided by the body surface; empty where that is unknown. */
export function indexedMeasures(measures: HeartMeasures, surfaceM2: number | null): HeartMeasures {
  if (surfaceM2 === null) return {};
  const indexed: HeartMeasures = {};
  for (const name of indexable) {
    const measure = measures[name];
    if (measure) indexed[name] = perSurface(measure, surfaceM2);
  }
  return indexed;
}

function perSurface({ value, low, high }: HeartMeasure, surfaceM2: number): HeartMeasure {
  return { value: value / surfaceM2, low: low / surfaceM2, high: high / surfaceM2 };
}
