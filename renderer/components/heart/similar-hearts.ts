import type {
  HeartMeasureName,
  HeartMeasures,
  HeartPlane,
  HeartResult,
} from '../../../studies/library/heart-records.ts';

/** What hearts are held against each other by. */
export const comparedMeasures = [
  'lvEfPct',
  'lvEdvMl',
  'lvMassG',
] as const satisfies readonly HeartMeasureName[];
export type ComparedMeasure = (typeof comparedMeasures)[number];

export interface MeasureDifference {
  readonly name: ComparedMeasure;
  readonly value: number | null;
  /** The other's less mine; null where either is missing. */
  readonly by: number | null;
}

export function differences(mine: HeartMeasures, other: HeartMeasures): MeasureDifference[] {
  return comparedMeasures.map((name) => {
    const value = other[name]?.value ?? null;
    const own = mine[name]?.value ?? null;
    return { name, value, by: value === null || own === null ? null : value - own };
  });
}

/** "+4", "−12", "0"; a dash for what is not known. */
export function signed(value: number | null, digits = 0): string {
  if (value === null) return '–';
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** The slice half way down the short axis, and the four-chamber plane; null where there is none. */
export function facePlanes(result: Pick<HeartResult, 'planes'>): {
  sax: HeartPlane | null;
  fourChamber: HeartPlane | null;
} {
  const used = result.planes.filter((plane) => plane.used);
  const stack = used
    .filter(({ view }) => view === 'sax')
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return {
    sax: stack[Math.floor((stack.length - 1) / 2)] ?? null,
    fourChamber: used.find(({ view }) => view === '4ch') ?? null,
  };
}
