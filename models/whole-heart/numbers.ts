import type { HeartMeasures } from '../../studies/library/heart-records.ts';
import {
  encode,
  headNumbers,
  measuredFrom,
  type Encoded,
  type EncoderClock,
  type HeadNumbers,
} from './encode.ts';
import { headMeasuresOf, type Visible } from './head-measures.ts';
import { MEASURED } from './graph-shapes.ts';
import type { HeartInput } from './messages.ts';
import type { HeartNetworks } from './networks.ts';

/** The numbers of one choice of planes. */
export interface Numbers {
  readonly encoded: Encoded;
  readonly head: HeadNumbers;
  readonly measures: HeartMeasures;
}

/** Encoder and head on an input with some slots off. */
export async function numbersOf(
  networks: HeartNetworks,
  input: HeartInput,
  {
    slotsOff = [],
    heartRate = null,
    encoded,
    clock,
  }: {
    slotsOff?: readonly number[];
    heartRate?: number | null;
    /** Of the same slots, where it was made already. */
    encoded?: Encoded;
    clock?: EncoderClock;
  } = {},
): Promise<Numbers> {
  const own = encoded ?? (await encode(networks, input, slotsOff, clock));
  const head = await headNumbers(networks, own, measuredFrom(input.masks, own.mask, MEASURED));
  const { phenotypes } = networks.card;
  const measures = headMeasuresOf(head, phenotypes, visibleIn(input, own.mask), heartRate);
  return { encoded: own, head, measures };
}

/** Smallest area, cm2, at which a chamber counts as seen. */
const seenCm2 = 1;

/** What the planes that are on show, by the masks; without masks, by the views alone. */
export function visibleIn({ masks }: Pick<HeartInput, 'masks'>, mask: Float32Array): Visible {
  const longAxis = mask.subarray(0, 3).some((on) => on === 1);
  const shortAxis = mask.subarray(3).some((on) => on === 1);
  if (masks === null) {
    const two = mask[0] === 1;
    const four = mask[2] === 1;
    return {
      rightVentricle: shortAxis || four,
      leftAtrium: two || four,
      rightAtrium: four,
      longAxis,
    };
  }
  const seenInLong = (label: number) =>
    masks.longAxis.some(
      ({ slot, areasCm2 }) =>
        mask[slot] === 1 && areasCm2.some((cm2, n) => n % 5 === label - 1 && cm2 > seenCm2),
    );
  const rightInShort = masks.shortAxis.some(({ areasCm2 }) =>
    areasCm2.some((cm2, n) => n % 3 === 2 && cm2 > seenCm2),
  );
  return {
    rightVentricle: (shortAxis && rightInShort) || seenInLong(3),
    leftAtrium: seenInLong(4),
    rightAtrium: seenInLong(5),
    longAxis,
  };
}
