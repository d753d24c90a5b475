import type { Samples } from './native-frame.ts';

export interface StoredLayout {
  bitsStored: number;
  highBit: number;
  signed: boolean;
}

/**
 * Grey samples to stored values: bits above HighBit (old overlays) and below the stored ones are
 * cut, signed values extended, 32-bit values turned to float32, which keeps 24 bits. Returns the
 * input itself where nothing is to be done, which is the common case.
 */
export function storedValues(
  samples: Samples,
  { bitsStored, highBit, signed }: StoredLayout,
): Uint8Array | Int16Array | Uint16Array | Float32Array {
  if (samples instanceof Float32Array) return samples;
  const shift = Math.max(0, highBit + 1 - bitsStored);
  if (samples instanceof Uint32Array) return wideValues(samples, shift, bitsStored, signed);
  if (signed) return signedValues(samples, shift, bitsStored);
  const mask = bitsStored >= 16 ? 0xffff : (1 << bitsStored) - 1;
  if (samples instanceof Int16Array) {
    return Uint16Array.from(samples, (value) => (value >> shift) & mask);
  }
  if (shift === 0 && samples.every((value) => value <= mask)) return samples;
  return samples.map((value) => (value >> shift) & mask);
}

function signedValues(
  samples: Uint8Array | Int16Array | Uint16Array,
  shift: number,
  bitsStored: number,
): Int16Array {
  const up = 32 - bitsStored - shift;
  const down = 32 - bitsStored;
  const clean =
    samples instanceof Int16Array &&
    shift === 0 &&
    (bitsStored === 16 || samples.every((value) => (value << up) >> down === value));
  return clean ? samples : Int16Array.from(samples, (value) => (value << up) >> down);
}

function wideValues(
  samples: Uint32Array,
  shift: number,
  bitsStored: number,
  signed: boolean,
): Float32Array {
  const up = 32 - bitsStored - shift;
  const down = 32 - bitsStored;
  return Float32Array.from(samples, (value) =>
    signed ? (value << up) >> down : (value << up) >>> down,
  );
}
