import type {
  HeartMeasure,
  HeartMeasureName,
  HeartMeasures,
  HeartResult,
} from '../../../studies/library/heart-records.ts';
import { niceTicks } from './volume-curves.ts';

/** The nine places of the network by number; models/whole-heart/CONTRACT.md. */
export const slotKeys = [
  '2ch',
  '3ch',
  '4ch',
  'sax0',
  'sax1',
  'sax2',
  'sax3',
  'sax4',
  'sax5',
] as const;
export type SlotKey = (typeof slotKeys)[number];
export const slotNumbers: readonly number[] = slotKeys.map((_, n) => n);
export const isShortAxis = (slot: number) => slot > 2;

/** Slots that were filled when the result was made, in order. */
export function filledSlots(result: Pick<HeartResult, 'planes'>): number[] {
  const filled = result.planes.flatMap(({ slot, used }) => (used && slot !== null ? [slot] : []));
  return [...new Set(filled)].sort((a, b) => a - b);
}

export type PlanesPreset = 'all' | 'long' | 'short' | 'two';

/** Slots that a preset leaves on; null where the study lacks what the preset is about. */
export function presetKeeps(preset: PlanesPreset, filled: readonly number[]): number[] | null {
  const short = filled.filter(isShortAxis);
  const long = filled.filter((slot) => !isShortAxis(slot));
  if (preset === 'all') return [...filled];
  if (preset === 'long') return long.length > 0 ? long : null;
  if (preset === 'short') return short.length > 0 ? short : null;
  const middle = short[Math.floor((short.length - 1) / 2)];
  return middle !== undefined && filled.includes(2) ? [2, middle] : null;
}

export const widthOf = ({ low, high }: HeartMeasure) => high - low;

/**
 * The plane of `off` whose absence alone widens the interval of the ejection fraction most: the one
 * to bring back first. Null where none of them widens it.
 */
export function mostHelpful(result: HeartResult, off: readonly number[]): number | null {
  const all = result.head.lvEfPct;
  if (!all) return null;
  const widenings = result.withoutPlane
    .filter(({ slot }) => off.includes(slot))
    .map(({ slot, lvEfPct }) => ({ slot, by: widthOf(lvEfPct) - widthOf(all) }))
    .filter(({ by }) => by > 0)
    .sort((a, b) => b.by - a.by);
  return widenings[0]?.slot ?? null;
}

export interface MovedMeasure {
  readonly name: HeartMeasureName;
  readonly all: HeartMeasure;
  /** With some planes off; null while it is not known. */
  readonly now: HeartMeasure | null;
  /** Width of the interval over that with all planes; null while it is not known. */
  readonly wider: number | null;
  /** Ends of the axis that holds both, and places on it as shares of its length. */
  readonly axis: readonly [low: number, high: number];
  readonly shareOf: (value: number) => number;
}

const shown: readonly HeartMeasureName[] = ['lvEfPct', 'lvEdvMl', 'lvEsvMl', 'lvMassG'];

/** How the figures move when planes are off. */
export function movedMeasures(all: HeartMeasures, now: HeartMeasures | null): MovedMeasure[] {
  return shown.flatMap((name) => {
    const reference = all[name];
    if (!reference) return [];
    const moved = now?.[name] ?? null;
    const ends = [reference, moved ?? reference].flatMap((m) => [m.low, m.high, m.value]);
    const ticks = niceTicks(Math.min(...ends), Math.max(...ends), 4);
    const axis = [ticks[0]!, ticks.at(-1)!] as const;
    const before = widthOf(reference);
    return [
      {
        name,
        all: reference,
        now: moved,
        wider: moved && before > 0 ? widthOf(moved) / before : null,
        axis,
        shareOf: (value) => (value - axis[0]) / (axis[1] - axis[0]),
      },
    ];
  });
}
