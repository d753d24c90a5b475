import type { HeartMeasureName, PapillaryConvention } from '../../library/heart-records.ts';

export type Sex = 'M' | 'F';

/**
 * How papillary muscles were counted where a band comes from. 'anatomical': out of the blood and
 * counted as muscle; 'not-stated': what we read did not say. 'any': the measure does not depend on it.
 */
export type BandConvention = PapillaryConvention | 'anatomical' | 'not-stated' | 'any';

/** Normal limits of one measure for one group of people, as published. */
export interface ReferenceBand {
  readonly measure: HeartMeasureName;
  /** Per square metre of body surface. */
  readonly indexed: boolean;
  readonly sex: Sex | 'any';
  /** Youngest and oldest of the group; null: adults without closer word. */
  readonly ageYears: readonly [number, number] | null;
  readonly convention: BandConvention;
  /** Limits (95 %), published or mean -+ 1.96 SD; null: open on that side. */
  readonly low: number | null;
  readonly high: number | null;
  /** Null where only limits were published. */
  readonly mean: number | null;
  readonly sd: number | null;
  readonly source: string;
}

type Group = Pick<ReferenceBand, 'ageYears' | 'convention' | 'source'>;
/** Mean and SD, or the two limits. */
type Figures =
  { of: readonly [number, number] } | { limits: readonly [number | null, number | null] };
type Row = readonly [HeartMeasureName, 'raw' | 'indexed', Sex | 'any', Figures];

const of = (mean: number, sd: number): Figures => ({ of: [mean, sd] });
const limits = (low: number | null, high: number | null): Figures => ({ limits: [low, high] });

const petersen: Group = {
  ageYears: [45, 74],
  convention: 'in-volume',
  source: 'Petersen 2017 (UK Biobank, 1.5 T)',
};
const kawelBoehm: Group = {
  ageYears: null,
  convention: 'in-mass',
  source: 'Kawel-Boehm 2015 and 2020, table 2',
};
const scmrVolume: Group = {
  ageYears: null,
  convention: 'in-volume',
  source: 'SCMR 2025 (JCMR 27:101853), papillary muscles in the volume',
};
const scmrAnatomical: Group = {
  ageYears: null,
  convention: 'anatomical',
  source: 'SCMR 2025 (JCMR 27:101853), anatomical',
};
const hudsmith: Group = { ageYears: null, convention: 'in-mass', source: 'Hudsmith 2005' };
const hudsmithAtria: Group = { ...hudsmith, convention: 'any' };
const eacvi: Group = {
  ageYears: null,
  convention: 'not-stated',
  source: 'EACVI 2019 (EHJ-CVI 20:1321)',
};
const eacviAtria: Group = { ...eacvi, convention: 'any' };
const zhan: Group = { ageYears: null, convention: 'not-stated', source: 'Zhan 2024 (n = 12,812)' };
const maceira: Group = { ageYears: null, convention: 'not-stated', source: 'Maceira 2006' };
const alfakih: Group = { ageYears: null, convention: 'not-stated', source: 'Alfakih 2003 (SSFP)' };
const kawelWall: Group = {
  ageYears: null,
  convention: 'any',
  source: 'Kawel 2012 (MESA, n = 300), short axis',
};
const mitral: Group = {
  ageYears: null,
  convention: 'any',
  source: 'Mitral plane travel in adults',
};

/** Within one group of the same convention, the first row that fits is used. */
export const referenceBands: readonly ReferenceBand[] = [
  ...rows(petersen, [
    ['lvEdvMl', 'raw', 'F', limits(88, 161)],
    ['lvEdvMl', 'raw', 'M', of(166, 32)],
    ['lvEsvMl', 'raw', 'F', limits(31, 68)],
    ['lvEsvMl', 'raw', 'M', of(69, 16)],
    ['lvEfPct', 'raw', 'F', limits(51, 70)],
    ['lvEfPct', 'raw', 'M', of(58, 5)],
    ['lvSvMl', 'raw', 'F', limits(49, 100)],
    ['lvSvMl', 'indexed', 'M', of(49, 10)],
    ['lvSvMl', 'indexed', 'F', of(45, 8)],
    ['lvMassG', 'indexed', 'M', of(53, 9)],
    ['lvMassG', 'indexed', 'F', of(42, 7)],
    ['rvEdvMl', 'raw', 'F', limits(85, 166)],
    ['rvEsvMl', 'raw', 'F', limits(27, 77)],
    ['rvEfPct', 'raw', 'F', limits(47, 68)],
  ]),
  ...rows(scmrVolume, [
    ['rvEfPct', 'raw', 'M', limits(44, null)],
    ['rvEfPct', 'raw', 'F', limits(47, null)],
    ['rvEdvMl', 'indexed', 'M', limits(47, 116)],
    ['rvEdvMl', 'indexed', 'F', limits(44, 99)],
    ['rvEsvMl', 'indexed', 'M', limits(16, 52)],
    ['rvEsvMl', 'indexed', 'F', limits(13, 43)],
  ]),
  ...rows(kawelBoehm, [
    ['lvEdvMl', 'raw', 'M', of(160, 27)],
    ['lvEdvMl', 'raw', 'F', of(132, 23)],
    ['lvEsvMl', 'raw', 'M', of(54, 14)],
    ['lvEsvMl', 'raw', 'F', of(44, 11)],
    ['lvEfPct', 'raw', 'M', of(67, 5)],
    ['lvEfPct', 'raw', 'F', of(67, 5)],
    ['lvMassG', 'raw', 'M', of(134, 21)],
    ['lvMassG', 'raw', 'F', of(98, 21)],
    ['cardiacOutputLMin', 'raw', 'M', of(5.6, 1.1)],
    ['cardiacOutputLMin', 'raw', 'F', of(4.5, 0.9)],
    ['lvEdvMl', 'indexed', 'M', of(81, 12)],
    ['lvEdvMl', 'indexed', 'F', of(76, 10)],
    ['lvEsvMl', 'indexed', 'M', of(26, 6)],
    ['lvEsvMl', 'indexed', 'F', of(24, 5)],
    ['lvMassG', 'indexed', 'M', of(67, 9)],
    ['lvMassG', 'indexed', 'F', of(61, 10)],
  ]),
  ...rows(hudsmith, [
    ['rvEdvMl', 'raw', 'M', of(190, 33)],
    ['rvEdvMl', 'raw', 'F', of(148, 35)],
    ['rvEsvMl', 'raw', 'M', of(78, 20)],
    ['rvEsvMl', 'raw', 'F', of(56, 18)],
  ]),
  ...rows(scmrAnatomical, [
    ['lvEfPct', 'raw', 'M', limits(53, 79)],
    ['lvEfPct', 'raw', 'F', limits(55, 80)],
    ['lvEdvMl', 'indexed', 'M', limits(46, 104)],
    ['lvEdvMl', 'indexed', 'F', limits(46, 91)],
    ['lvEsvMl', 'indexed', 'M', limits(11, 41)],
    ['lvEsvMl', 'indexed', 'F', limits(11, 34)],
    ['rvEfPct', 'raw', 'M', limits(44, 77)],
    ['rvEfPct', 'raw', 'F', limits(49, 77)],
    ['rvEdvMl', 'indexed', 'M', limits(49, 117)],
    ['rvEdvMl', 'indexed', 'F', limits(47, 99)],
    ['rvEsvMl', 'indexed', 'M', limits(12, 56)],
    ['rvEsvMl', 'indexed', 'F', limits(11, 43)],
  ]),
  ...rows(eacvi, [
    ['lvEdvMl', 'raw', 'M', limits(106, 214)],
    ['lvEdvMl', 'raw', 'F', limits(86, 178)],
    ['lvEsvMl', 'raw', 'M', limits(26, 82)],
    ['lvEsvMl', 'raw', 'F', limits(22, 66)],
    ['lvEfPct', 'raw', 'M', limits(57, 77)],
    ['lvEfPct', 'raw', 'F', limits(57, 77)],
    ['lvMassG', 'raw', 'M', limits(92, 176)],
    ['lvMassG', 'raw', 'F', limits(56, 140)],
    ['lvEdvMl', 'indexed', 'M', limits(57, 105)],
    ['lvEdvMl', 'indexed', 'F', limits(56, 96)],
    ['lvEsvMl', 'indexed', 'M', limits(14, 38)],
    ['lvEsvMl', 'indexed', 'F', limits(14, 34)],
    ['lvMassG', 'indexed', 'M', limits(49, 85)],
    ['lvMassG', 'indexed', 'F', limits(41, 81)],
    ['rvEdvMl', 'raw', 'M', limits(118, 250)],
    ['rvEdvMl', 'raw', 'F', limits(77, 201)],
    ['rvEsvMl', 'raw', 'M', limits(41, 117)],
    ['rvEsvMl', 'raw', 'F', limits(24, 84)],
    ['rvEfPct', 'raw', 'M', limits(52, 72)],
    ['rvEfPct', 'raw', 'F', limits(51, 71)],
    ['rvEdvMl', 'indexed', 'M', limits(61, 121)],
    ['rvEdvMl', 'indexed', 'F', limits(48, 112)],
    ['rvEsvMl', 'indexed', 'M', limits(19, 59)],
    ['rvEsvMl', 'indexed', 'F', limits(12, 52)],
  ]),
  ...rows(zhan, [
    ['lvEfPct', 'raw', 'M', limits(52, 73)],
    ['lvEfPct', 'raw', 'F', limits(54, 75)],
    ['lvEdvMl', 'indexed', 'M', limits(60, 109)],
    ['lvEdvMl', 'indexed', 'F', limits(56, 96)],
    ['lvMassG', 'indexed', 'M', limits(41, 76)],
    ['lvMassG', 'indexed', 'F', limits(33, 57)],
  ]),
  ...rows(maceira, [
    ['rvEdvMl', 'raw', 'M', of(163, 27)],
    ['rvEdvMl', 'raw', 'F', of(127, 24)],
    ['rvEsvMl', 'raw', 'M', of(57, 17)],
    ['rvEsvMl', 'raw', 'F', of(44, 15)],
    ['rvEfPct', 'raw', 'any', of(66, 7)],
  ]),
  ...rows(alfakih, [
    ['lvEdvMl', 'indexed', 'M', of(82, 15)],
    ['lvEdvMl', 'indexed', 'F', of(78, 11)],
    ['lvMassG', 'indexed', 'M', of(65, 9)],
    ['lvMassG', 'indexed', 'F', of(52, 7)],
  ]),
  ...rows(hudsmithAtria, [
    ['laMaxMl', 'raw', 'M', of(103, 30)],
    ['laMaxMl', 'raw', 'F', of(89, 21)],
  ]),
  ...rows(eacviAtria, [
    ['laMaxMl', 'indexed', 'M', limits(26, 52)],
    ['raMaxMl', 'indexed', 'M', limits(18, 90)],
  ]),
  ...rows(kawelWall, [
    ['wallMeanMm', 'raw', 'M', of(6.3, 1.1)],
    ['wallMeanMm', 'raw', 'F', of(5.3, 0.9)],
    ['wallMaxMm', 'raw', 'M', limits(null, 8)],
    ['wallMaxMm', 'raw', 'F', limits(null, 7)],
  ]),
  ...rows(mitral, [['mitralTravelMm', 'raw', 'any', limits(14, 19)]]),
];

function rows(group: Group, entries: readonly Row[]): ReferenceBand[] {
  return entries.map(([measure, kind, sex, figures]) => {
    const shared = { measure, indexed: kind === 'indexed', sex, ...group };
    if ('limits' in figures)
      return { ...shared, low: figures.limits[0], high: figures.limits[1], mean: null, sd: null };
    const [mean, sd] = figures.of;
    return { ...shared, low: mean - 1.96 * sd, high: mean + 1.96 * sd, mean, sd };
  });
}
