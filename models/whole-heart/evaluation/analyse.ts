import { maskMeasures } from '../../../studies/cardiac/function/mask-measures.ts';
import type { HeartFrame, MaskMeasures } from '../../../studies/library/heart-records.ts';
import { beatShares, encode, type Encoded } from '../encode.ts';
import { BEAT, FRAME_PIXELS, PLANE_PIXELS, SLOTS } from '../graph-shapes.ts';
import { maskFacts } from '../mask-facts.ts';
import type { HeartInput, HeartMaskFacts } from '../messages.ts';
import type { HeartNetworks } from '../networks.ts';
import { numbersOf, type Numbers } from '../numbers.ts';
import { drawFrames, type Frame } from '../segment.ts';
import { planeOf, slotsOn } from '../stored-input.ts';
import { heightsOf, ownFrame, planesOf } from './case-planes.ts';
import type { HeartCase } from './heart-case.ts';

type Given = Pick<HeartCase, 'images' | 'present' | 'geometry'>;

/** A case as the application's pipeline sees it, from the network's input on. */
export interface Analysed {
  readonly input: HeartInput;
  readonly numbers: Numbers;
  /** uint8 [9][24][96][96], tidied. */
  readonly labels: Uint8Array;
  /** Disc summation and area-length of the drawn masks. */
  readonly masks: MaskMeasures;
}

/** An even beat, as phantoms have it. */
const evenBeat = {
  shares: beatShares,
  rrIntervalMs: null,
  heartRate: null,
  largestStep: 1,
  missingFrames: 0,
  by: 'even',
} as const;

/**
 * Encodes a case, draws every phase of its planes, and takes the numbers. Planes in `known` keep the
 * labels given for them.
 */
export async function analyse(
  networks: HeartNetworks,
  given: Given,
  cancelled: () => boolean,
  known: { labels: Uint8Array; slots: readonly number[] } = {
    labels: new Uint8Array(0),
    slots: [],
  },
): Promise<Analysed> {
  const encoded = await encode(networks, given);
  const labels = new Uint8Array(SLOTS * PLANE_PIXELS);
  for (const slot of slotsOn(given.present)) {
    const own = planeOf(labels, slot);
    if (known.slots.includes(slot)) own.set(planeOf(known.labels, slot));
    else await draw(networks, encoded, planeOf(given.images, slot), slot, own, cancelled);
  }
  const input: HeartInput = { ...given, masks: factsOf(labels, given) };
  const numbers = await numbersOf(networks, input, { encoded });
  return { input, numbers, labels, masks: measuresOf(labels, given) };
}

/** Facts of a case's label maps, drawn or true. */
export function factsOf(labels: Uint8Array, given: Omit<Given, 'images'>): HeartMaskFacts {
  const heights = heightsOf(given.geometry);
  return maskFacts(
    slotsOn(given.present).map((slot) => ({
      slot,
      shortAxis: slot >= 3,
      heightMm: heights.get(slot) ?? 0,
      labels: planeOf(labels, slot),
      timing: evenBeat,
    })),
  );
}

function measuresOf(labels: Uint8Array, given: Omit<Given, 'images'>): MaskMeasures {
  return maskMeasures({
    planes: planesOf(given).map((plane) => ({
      plane,
      labels: (phase) =>
        planeOf(labels, plane.slot).subarray(phase * FRAME_PIXELS, (phase + 1) * FRAME_PIXELS),
    })),
    frame: ownFrame satisfies HeartFrame,
    phases: BEAT,
    heartRate: null,
    papillary: 'in-volume',
  });
}

async function draw(
  networks: HeartNetworks,
  { tokens }: Encoded,
  images: Uint8Array,
  slot: number,
  into: Uint8Array,
  cancelled: () => boolean,
): Promise<void> {
  const frames = beatShares.map((share, phase): Frame => {
    const triplet = new Float32Array(3 * FRAME_PIXELS);
    [phase + BEAT - 1, phase, phase + 1].forEach((at, n) => {
      const from = (at % BEAT) * FRAME_PIXELS;
      for (let p = 0; p < FRAME_PIXELS; p++)
        triplet[n * FRAME_PIXELS + p] = images[from + p]! / 255;
    });
    return { triplet, slot, share };
  });
  let phase = 0;
  for await (const { labels } of drawFrames(networks, tokens, frames, { cancelled }))
    into.set(labels, phase++ * FRAME_PIXELS);
}
