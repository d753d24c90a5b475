import { NormalNoise } from '../../runtime/noise.ts';
import { BEAT, CROP, FRAME_PIXELS, PLANE_PIXELS, SLOTS } from '../graph-shapes.ts';
import { planeOf, slotsOn } from '../stored-input.ts';
import type { HeartCase } from './heart-case.ts';

/** Faults that one plane of a study may have. */
export const flaws = ['noise x4', 'motion blur', '8 mm shift', 'wrong view'] as const;
export type Flaw = (typeof flaws)[number];

/** Pixels of 2 mm. */
const shiftPixels = 4;
const blurPixels = 5;
const blurPhases = 5;

/** Which slot gets the fault: another one from case to case; a wrong view is that of a long-axis plane. */
export function flawedSlot({ present, seed }: Pick<HeartCase, 'present' | 'seed'>, flaw: Flaw) {
  const slots = slotsOn(present).filter((slot) => flaw !== 'wrong view' || slot < 3);
  return slots[seed % slots.length] ?? null;
}

/** The pictures of a case with a fault in one plane; the others are untouched. */
export function withFlaw(
  { images, present, seed }: Pick<HeartCase, 'images' | 'present' | 'seed'>,
  flaw: Flaw,
  slot: number,
): Uint8Array {
  const faulty = images.slice();
  const plane = planeOf(faulty, slot);
  const from = planeOf(images, slot);
  switch (flaw) {
    case 'noise x4':
      addNoise(plane, seed);
      break;
    case 'motion blur':
      blur(from, plane);
      break;
    case '8 mm shift':
      shift(from, plane);
      break;
    case 'wrong view': {
      const others = slotsOn(present).filter((other) => other < 3 && other !== slot);
      plane.set(planeOf(images, others[0] ?? (slot + 3) % SLOTS));
      break;
    }
  }
  return faulty;
}

/** Adds noise until the plane has four times its own (estimated from neighbouring phases). */
function addNoise(plane: Uint8Array, seed: number): void {
  const differences = new Float64Array(FRAME_PIXELS);
  for (let n = 0; n < FRAME_PIXELS; n++)
    differences[n] = Math.abs(plane[n]! - plane[n + FRAME_PIXELS]!);
  differences.sort();
  // The median of |difference| of two normal draws is 0.954 of their standard deviation.
  const own = Math.max(2, differences[FRAME_PIXELS >> 1]! / 0.954);
  const noise = new NormalNoise(seed);
  const more = own * Math.sqrt(15);
  for (let n = 0; n < PLANE_PIXELS; n++) plane[n] = clamp(plane[n]! + more * noise.normal());
}

/** Mean over five phases and over five pixels along the diagonal. */
function blur(from: Uint8Array, into: Uint8Array): void {
  for (let t = 0; t < BEAT; t++) {
    for (let n = 0; n < FRAME_PIXELS; n++) {
      const [x, y] = [n % CROP, Math.floor(n / CROP)];
      let sum = 0;
      for (let k = 0; k < blurPhases; k++) {
        const at = ((t + k - 2 + BEAT) % BEAT) * FRAME_PIXELS;
        const away = (k % blurPixels) - 2;
        sum += from[at + inside(y + away) * CROP + inside(x + away)]!;
      }
      into[t * FRAME_PIXELS + n] = Math.round(sum / blurPhases);
    }
  }
}

/** Moved to the right by 8 mm, the edge repeated. */
function shift(from: Uint8Array, into: Uint8Array): void {
  for (let n = 0; n < PLANE_PIXELS; n++) {
    const x = n % CROP;
    into[n] = from[n - x + inside(x - shiftPixels)]!;
  }
}

const inside = (at: number) => Math.min(CROP - 1, Math.max(0, at));
const clamp = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
