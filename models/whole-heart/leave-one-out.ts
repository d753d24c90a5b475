import { setImmediate as turn } from 'node:timers/promises';
import type { HeartResult } from '../../studies/library/heart-records.ts';
import { Cancelled } from '../runtime/cancellation.ts';
import { cosine, type Encoded, type EncoderClock } from './encode.ts';
import { PLANE_PIXELS } from './graph-shapes.ts';
import type { HeartInput } from './messages.ts';
import type { HeartNetworks } from './networks.ts';
import { numbersOf, type Numbers } from './numbers.ts';
import { planeOf, slotsOn } from './stored-input.ts';

/** What changes when one plane is left out. */
export type WithoutPlane = HeartResult['withoutPlane'][number] & {
  /** 1 - correlation between the plane and what the others say it looks like. */
  readonly planeError: number;
};

/**
 * Leaves out each plane in turn: EF and embedding without it, and how unlike the prediction of the
 * others it looks. A study of one plane has nothing to leave out.
 */
export async function leaveOneOut(
  networks: HeartNetworks,
  input: HeartInput,
  whole: Numbers,
  hooks: { cancelled: () => boolean; onPlane?: () => void; clock?: EncoderClock },
): Promise<WithoutPlane[]> {
  const slots = slotsOn(input.present);
  if (slots.length < 2) return [];
  const found: WithoutPlane[] = [];
  for (const slot of slots) {
    await turn();
    if (hooks.cancelled()) throw new Cancelled();
    const { clock } = hooks;
    const without = await numbersOf(networks, input, {
      slotsOff: [slot],
      ...(clock && { clock }),
    });
    const drawn = await reconstruct(networks, without.encoded, input.geometry);
    found.push({
      slot,
      lvEfPct: without.measures.lvEfPct!,
      cosine: cosine(whole.head.embedding, without.head.embedding),
      planeError: unlikeness(planeOf(input.images, slot), planeOf(drawn, slot)),
    });
    hooks.onPlane?.();
  }
  return found;
}

/** All nine planes as the tokens at hand say they look, 0 to 1. */
export async function reconstruct(
  networks: HeartNetworks,
  { tokens, mask }: Pick<Encoded, 'tokens' | 'mask'>,
  geometry: readonly number[],
): Promise<Float32Array> {
  const made = await networks.run('reconstruction', {
    tokens,
    plane_mask: mask,
    geometry: Float32Array.from(geometry),
  });
  return made['planes']!;
}

/** 1 - Pearson correlation of two beats of a plane; 1 where one of them is flat. */
export function unlikeness(plane: Uint8Array, drawn: Float32Array): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let n = 0; n < PLANE_PIXELS; n++) {
    const x = plane[n]! / 255;
    const y = drawn[n]!;
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const spread = (aa - (a * a) / PLANE_PIXELS) * (bb - (b * b) / PLANE_PIXELS);
  return spread <= 1e-9 ? 1 : 1 - (ab - (a * b) / PLANE_PIXELS) / Math.sqrt(spread);
}
