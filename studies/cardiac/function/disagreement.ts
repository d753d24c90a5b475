import type { HeartFlag, HeartMeasureName, HeartMeasures } from '../../library/heart-records.ts';
import type { MessageCode } from '../../messages/catalogue.ts';
import { action, sentence, type MessageParams } from '../../messages/sparrow-error.ts';

const efLimitPoints = 5;
const volumeLimitPct = 15;

const volumes: readonly (readonly [HeartMeasureName, string])[] = [
  ['lvEdvMl', 'LV EDV'],
  ['lvEsvMl', 'LV ESV'],
  ['rvEdvMl', 'RV EDV'],
  ['rvEsvMl', 'RV ESV'],
];

/**
 * Where the phenotype head and the masks differ by more than 5 points of EF (left ventricle) or by
 * more than 15 % of a ventricular volume (of the mean of the two). Of the volumes the worst one
 * speaks: four flags of one cause would count four times.
 */
export function disagreement(head: HeartMeasures, masks: HeartMeasures): HeartFlag[] {
  const flags: HeartFlag[] = [];
  const ef = [head.lvEfPct?.value, masks.lvEfPct?.value] as const;
  if (ef[0] !== undefined && ef[1] !== undefined) {
    const apart = Math.abs(ef[0] - ef[1]);
    if (apart > efLimitPoints) {
      const params = { head: round(ef[0]), masks: round(ef[1]), difference: round(apart) };
      flags.push(flag('heart/ef-disagrees', params, apart, efLimitPoints, 'points'));
    }
  }
  const worst = volumes
    .flatMap(([name, measure]) => {
      const [a, b] = [head[name]?.value, masks[name]?.value];
      if (a === undefined || b === undefined || a + b <= 0) return [];
      return [{ measure, a, b, apart: (200 * Math.abs(a - b)) / (a + b) }];
    })
    .sort((one, other) => other.apart - one.apart)[0];
  if (worst && worst.apart > volumeLimitPct) {
    const { measure, a, b, apart } = worst;
    const params = { measure, head: Math.round(a), masks: Math.round(b) };
    flags.push(flag('heart/volume-disagrees', params, apart, volumeLimitPct, '%'));
  }
  return flags;
}

function flag(
  code: MessageCode,
  params: MessageParams,
  value: number,
  limit: number,
  unit: string,
): HeartFlag {
  return {
    code,
    level: 'review',
    message: sentence(code, params),
    action: action(code, params),
    value,
    limit,
    unit,
    planeId: null,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
