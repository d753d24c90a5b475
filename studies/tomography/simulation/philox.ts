/**
 * Philox 4x32-10 (Salmon et al., SC 2011): four random words as a pure function of a counter and a
 * key. Every detector pixel of every view has its own counter, so that views may be simulated in any
 * order, on any number of threads and in Python (models/training/philox.py) and get the same noise.
 */

const m0 = 0xd2511f53;
const m1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;
const rounds = 10;

/**
 * Four 32-bit words of the counter (c0, c1, c2, 0) under the key (k0, k1), written to `out`.
 * All arguments are taken modulo 2^32.
 */
export function philox(
  c0: number,
  c1: number,
  c2: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  philoxBlock(c0, c1, c2, 0, k0, k1, out);
}

/** The whole generator, as its authors test it. */
export function philoxBlock(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  for (let round = 0; round < rounds; round++) {
    const high0 = highWord(m0, c0);
    const high1 = highWord(m1, c2);
    const low0 = Math.imul(m0, c0);
    const low1 = Math.imul(m1, c2);
    c0 = high1 ^ c1 ^ k0;
    c2 = high0 ^ c3 ^ k1;
    c1 = low1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** Upper 32 bits of an unsigned 64-bit product, by 16-bit halves. */
function highWord(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const first = aLow * bHigh + ((aLow * bLow) >>> 16);
  const second = aHigh * bLow + (first & 0xffff);
  return aHigh * bHigh + (first >>> 16) + (second >>> 16);
}
