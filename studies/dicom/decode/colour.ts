import type { PaletteTables } from '../read/palette.ts';
import type { Samples } from './native-frame.ts';

/** Samples of several components, or of one that a palette colours. */
export interface ColourSamples {
  pixels: number;
  samples: Samples;
  bitsStored: number;
  /** Components one plane after the other (PlanarConfiguration 1). */
  planar: boolean;
}

/** RGB samples to interleaved bytes; wider ones keep their upper 8 stored bits. */
export function rgbBytes({ pixels, samples, bitsStored, planar }: ColourSamples): Uint8Array {
  if (samples instanceof Uint8Array && !planar && bitsStored === 8) return samples;
  const scale = 2 ** (8 - bitsStored);
  const out = new Uint8Array(pixels * 3);
  for (let n = 0; n < pixels; n += 1) {
    for (let c = 0; c < 3; c += 1) {
      const value = samples[planar ? c * pixels + n : 3 * n + c] ?? 0;
      out[3 * n + c] = Math.floor(value * scale);
    }
  }
  return out;
}

/** YBR_FULL bytes, interleaved, to RGB (PS3.3 C.7.6.3.1.2). */
export function ybrFullToRgb(ybr: Uint8Array): Uint8Array {
  const out = new Uint8Array(ybr.length);
  for (let at = 0; at + 2 < ybr.length; at += 3) {
    writeRgb(out, at, ybr[at] ?? 0, ybr[at + 1] ?? 0, ybr[at + 2] ?? 0);
  }
  return out;
}

/** Uncompressed YBR_FULL_422: Y Y Cb Cr for each pair of pixels in a row. */
export function ybr422ToRgb(ybr: Samples, pixels: number): Uint8Array {
  const out = new Uint8Array(pixels * 3);
  for (let n = 0; n < pixels; n += 1) {
    const pair = (n >> 1) * 4;
    writeRgb(out, 3 * n, ybr[pair + (n & 1)] ?? 0, ybr[pair + 2] ?? 0, ybr[pair + 3] ?? 0);
  }
  return out;
}

/** PALETTE COLOR: stored values looked up, clipped to the first and last entry. */
export function paletteToRgb(
  stored: Uint8Array | Uint16Array | Int16Array | Float32Array,
  palette: PaletteTables,
): Uint8Array {
  const { first, red, green, blue } = palette;
  const last = Math.min(red.length, green.length, blue.length) - 1;
  const out = new Uint8Array(stored.length * 3);
  stored.forEach((value, n) => {
    const entry = Math.min(last, Math.max(0, value - first));
    out[3 * n] = red[entry] ?? 0;
    out[3 * n + 1] = green[entry] ?? 0;
    out[3 * n + 2] = blue[entry] ?? 0;
  });
  return out;
}

function writeRgb(out: Uint8Array, at: number, y: number, cb: number, cr: number): void {
  out[at] = byte(y + 1.402 * (cr - 128));
  out[at + 1] = byte(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128));
  out[at + 2] = byte(y + 1.772 * (cb - 128));
}

function byte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
