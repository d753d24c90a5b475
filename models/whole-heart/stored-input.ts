import type { HeartInput, HeartMaskFacts } from './messages.ts';
import { PLANE_PIXELS, SLOTS } from './graph-shapes.ts';

/**
 * A kept input as one piece of bytes: length of the JSON (uint32, little-endian), the JSON, and the
 * images of the slots that are present.
 */
export function packHeartInput({ images, present, geometry, masks }: HeartInput): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify({ present, geometry, masks }));
  const kept = slotsOn(present);
  const packed = new Uint8Array(4 + head.length + kept.length * PLANE_PIXELS);
  new DataView(packed.buffer).setUint32(0, head.length, true);
  packed.set(head, 4);
  kept.forEach((slot, n) => packed.set(planeOf(images, slot), 4 + head.length + n * PLANE_PIXELS));
  return packed;
}

/** The input that was packed. Throws RangeError or SyntaxError when the bytes are none. */
export function unpackHeartInput(packed: Uint8Array): HeartInput {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const headEnd = 4 + view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(packed.subarray(4, headEnd))) as {
    present: number[];
    geometry: number[];
    masks: HeartMaskFacts | null;
  };
  const kept = slotsOn(head.present);
  if (packed.length !== headEnd + kept.length * PLANE_PIXELS) throw new RangeError('heart input');
  const images = new Uint8Array(SLOTS * PLANE_PIXELS);
  kept.forEach((slot, n) => {
    const from = headEnd + n * PLANE_PIXELS;
    images.set(packed.subarray(from, from + PLANE_PIXELS), slot * PLANE_PIXELS);
  });
  return { images, ...head };
}

/** Slots that hold a plane. */
export function slotsOn(present: readonly number[]): number[] {
  return present.flatMap((on, slot) => (on > 0 ? [slot] : []));
}

/** The beat of one slot, 24 x 96 x 96, not copied. */
export function planeOf<Values extends Uint8Array | Float32Array>(
  images: Values,
  slot: number,
): Values {
  return images.subarray(slot * PLANE_PIXELS, (slot + 1) * PLANE_PIXELS) as Values;
}
