import { bodySurfaceM2, indexedMeasures } from '../../../studies/cardiac/function/body-surface.ts';
import { disagreement } from '../../../studies/cardiac/function/disagreement.ts';
import {
  bandFor,
  bandStatus,
  type BandStatus,
  type FoundBand,
} from '../../../studies/cardiac/function/reference-bands.ts';
import type {
  HeartCorrections,
  HeartMeasure,
  HeartMeasureName,
  HeartResult,
  PapillaryConvention,
} from '../../../studies/library/heart-records.ts';
import { inConvention, papillaryOf } from './convention.ts';

export const measureGroups = [
  {
    name: 'lv',
    measures: ['lvEdvMl', 'lvEsvMl', 'lvSvMl', 'lvEfPct', 'cardiacOutputLMin', 'lvMassG'],
  },
  { name: 'rv', measures: ['rvEdvMl', 'rvEsvMl', 'rvSvMl', 'rvEfPct'] },
  { name: 'atria', measures: ['laMaxMl', 'laMinMl', 'raMaxMl', 'raMinMl'] },
  { name: 'wall', measures: ['mitralTravelMm', 'wallMeanMm', 'wallMaxMm'] },
] as const satisfies readonly { name: string; measures: readonly HeartMeasureName[] }[];

export type MeasureUnit = 'ml' | 'pct' | 'g' | 'mm' | 'lMin';

/** A band with where the value lies in it; `indexed` says of which of the two values it speaks. */
export interface RowBand {
  readonly band: FoundBand;
  readonly status: BandStatus;
  readonly value: number;
}

export interface MeasureRow {
  readonly name: HeartMeasureName;
  readonly unit: MeasureUnit;
  /** What is reported. */
  readonly reported: HeartMeasure;
  /** What the model said, where a person's contours are reported instead. */
  readonly model: HeartMeasure | null;
  /** The other source: the contours' value where the network reports, else the network's own. */
  readonly beside: HeartMeasure | null;
  readonly disagrees: boolean;
  readonly indexed: HeartMeasure | null;
  readonly band: RowBand | null;
}

export function unitOf(name: HeartMeasureName): MeasureUnit {
  if (name.endsWith('Pct')) return 'pct';
  if (name.endsWith('LMin')) return 'lMin';
  if (name.endsWith('Mm')) return 'mm';
  return name.endsWith('G') ? 'g' : 'ml';
}

/** Height and weight as put right count before those of the header; null: nothing is indexed. */
export function surfaceOf(result: HeartResult, corrections: HeartCorrections | null) {
  const given = bodySurfaceM2(corrections?.heightCm ?? null, corrections?.weightKg ?? null);
  return given ?? result.bodySurfaceM2;
}

/** Papillary volume to convert with; null: the other convention cannot be had. */
export const papillaryMlOf = (result: HeartResult): number | null =>
  papillaryOf(result.head, result.masks.papillaryMl);

/** The table's rows of one group under a papillary convention. */
export function measureRows(
  result: HeartResult,
  names: readonly HeartMeasureName[],
  convention: PapillaryConvention,
  surfaceM2: number | null,
): MeasureRow[] {
  const papillaryMl = papillaryMlOf(result);
  const as = (measures: HeartResult['measures']) => inConvention(measures, convention, papillaryMl);
  const reported = as(result.measures);
  const head = as(result.head);
  const masks = as((result.edited ?? result.masks).measures);
  const before = result.modelBy === 'masks' ? as(result.masks.measures) : head;
  const indexed = indexedMeasures(reported, surfaceM2);
  return names.flatMap((name): MeasureRow[] => {
    const value = reported[name];
    if (!value) return [];
    const byHead = head[name] ?? null;
    const byMasks = masks[name] ?? null;
    return [
      {
        name,
        unit: unitOf(name),
        reported: value,
        model: result.measuresBy === 'edited' ? (before[name] ?? byHead ?? null) : null,
        beside: result.measuresBy === 'head' ? byMasks : byHead,
        disagrees:
          byHead !== null &&
          byMasks !== null &&
          disagreement({ [name]: byHead }, { [name]: byMasks }).length > 0,
        indexed: indexed[name] ?? null,
        band: rowBand(result, name, convention, value, indexed[name]),
      },
    ];
  });
}

/** The indexed band where body surface is known, else the plain one. */
function rowBand(
  result: HeartResult,
  name: HeartMeasureName,
  convention: PapillaryConvention,
  value: HeartMeasure,
  indexed: HeartMeasure | undefined,
): RowBand | null {
  const query = { sex: result.patientSex, ageYears: result.patientAgeYears, convention };
  for (const [of, isIndexed] of [
    [indexed, true],
    [value, false],
  ] as const) {
    const band = of && bandFor(name, { ...query, indexed: isIndexed });
    if (band) return { band, status: bandStatus(of.value, band), value: of.value };
  }
  return null;
}

/** Digits that mean something: none for mL, g and %, one for mm and L/min. */
export function measureText(value: number, unit: MeasureUnit): string {
  return value.toFixed(unit === 'mm' || unit === 'lMin' ? 1 : 0);
}
