import type { HeartInput } from './messages.ts';
import type { HeartNetworks } from './networks.ts';
import { BEAT, EMBEDDING, PATCH_TOKENS, PLANE_PIXELS, SLOTS, WIDTH } from './graph-shapes.ts';
import { measuredOf, type MaskTable } from './features.ts';

/** What the encoder made of the planes that were turned on. */
export interface Encoded {
  /** [1152][160]: plane, time patch, row, column. */
  readonly tokens: Float32Array;
  readonly class: Float32Array;
  readonly planeTokens: Float32Array;
  readonly mask: Float32Array;
}

/** The head's raw numbers, in the order of headMeasures. */
export interface HeadNumbers {
  readonly mean: Float32Array;
  readonly logVariance: Float32Array;
  /** mL at each of the 24 phases. */
  readonly lvCurve: Float32Array;
  readonly embedding: Float32Array;
}

/** Seconds around the encoder's session.run, its arrays made and filled included. */
export interface EncoderClock {
  runs: number;
  seconds: number;
}

/** Encodes an input with some slots turned off. */
export async function encode(
  networks: HeartNetworks,
  input: Pick<HeartInput, 'images' | 'present' | 'geometry'>,
  slotsOff: readonly number[] = [],
  clock?: EncoderClock,
): Promise<Encoded> {
  await networks.open('encoder');
  const began = performance.now();
  const mask = maskOf(input.present, slotsOff);
  const planes = new Float32Array(SLOTS * PLANE_PIXELS);
  const geometry = new Float32Array(SLOTS * 12);
  for (let slot = 0; slot < SLOTS; slot++) {
    if (mask[slot] === 0) continue;
    geometry.set(input.geometry.slice(slot * 12, slot * 12 + 12), slot * 12);
    const end = (slot + 1) * PLANE_PIXELS;
    for (let n = slot * PLANE_PIXELS; n < end; n++) planes[n] = input.images[n]! / 255;
  }
  const made = await networks.run('encoder', { planes, plane_mask: mask, geometry });
  if (clock) {
    clock.runs++;
    clock.seconds += (performance.now() - began) / 1000;
  }
  return {
    tokens: made['tokens']!,
    class: made['class']!,
    planeTokens: made['plane_tokens']!,
    mask,
  };
}

/** All numbers of a heart from tokens and mask features. */
export async function headNumbers(
  networks: HeartNetworks,
  encoded: Encoded,
  measured: Float32Array,
): Promise<HeadNumbers> {
  const made = await networks.run('phenotype', {
    class: encoded.class,
    plane_tokens: encoded.planeTokens,
    plane_mask: encoded.mask,
    measured,
  });
  return {
    mean: made['mean']!,
    logVariance: made['log_variance']!,
    lvCurve: made['lv_curve']!,
    embedding: made['embedding']!,
  };
}

/** The 64 tokens of a slot at a share of the beat, not copied. */
export function tokensAt(tokens: Float32Array, slot: number, share: number): Float32Array {
  const first = (slot * 2 + (share < 0.5 ? 0 : 1)) * PATCH_TOKENS * WIDTH;
  return tokens.subarray(first, first + PATCH_TOKENS * WIDTH);
}

export function maskOf(present: readonly number[], slotsOff: readonly number[]): Float32Array {
  return Float32Array.from(present, (on, slot) => (on > 0 && !slotsOff.includes(slot) ? 1 : 0));
}

/**
 * `measured` with some slots off, as the head was trained: every slice of the stack while all slots of
 * the short axis are on, else the slices of the slots that are left. Zeros where nothing is left.
 */
export function measuredFrom(
  masks: HeartInput['masks'],
  mask: Float32Array,
  zeros: number,
): Float32Array {
  if (masks === null) return new Float32Array(zeros);
  const on = (slot: number | null) => slot !== null && mask[slot] === 1;
  const slotted = masks.shortAxis.filter(({ slot }) => slot !== null);
  const whole = slotted.every(({ slot }) => on(slot));
  const long = (slot: number) =>
    on(slot) ? (masks.longAxis.find((plane) => plane.slot === slot) ?? null) : null;
  const table: MaskTable = {
    shortAxis: whole ? masks.shortAxis : slotted.filter(({ slot }) => on(slot)),
    longAxis: [long(0), long(1), long(2)],
  };
  const none = table.shortAxis.length === 0 && table.longAxis.every((plane) => plane === null);
  return none ? new Float32Array(zeros) : measuredOf(table);
}

/** Cosine of two unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < EMBEDDING; n++) sum += a[n]! * b[n]!;
  return sum;
}

/** Shares of the beat of the 24 phases. */
export const beatShares = Array.from({ length: BEAT }, (_, t) => t / BEAT);
