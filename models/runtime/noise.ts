/**
 * Seeded normal numbers, the same on every platform.
 *
 * Generator: xoshiro128** 1.1 (Blackman and Vigna 2018), its four words filled by SplitMix32 from the
 * seed and the stream number; pairs of uniforms in (0, 1) made into normals by Box and Muller (1958).
 * Numbers are used as float32, so that the last bit of a platform's logarithm or cosine does not show.
 */
export class NormalNoise {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | null = null;

  /** @param stream keeps several fields of one seed apart (the samples of one run). */
  constructor(seed: number, stream = 0) {
    let state = (seed ^ Math.imul(stream, 0x85ebca6b)) >>> 0;
    const splitMix32 = () => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.#a = splitMix32();
    this.#b = splitMix32();
    this.#c = splitMix32();
    this.#d = splitMix32();
  }

  /** 32 random bits as an unsigned number. */
  bits(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  /** The next number of N(0, 1). */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(this.#uniform()));
    const angle = 2 * Math.PI * this.#uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Uniform in the open interval: the middle of one of 2^32 cells. */
  #uniform(): number {
    return (this.bits() + 0.5) / 4294967296;
  }
}

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
