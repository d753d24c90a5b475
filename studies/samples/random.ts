/** Small seeded generators, so that the samples are the same files everywhere. */

/** Uniform in [0, 1): mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal by Box and Muller. */
export function normal(next: () => number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Smooth noise in [-1, 1] over space, by trilinear interpolation of a hashed lattice of pitch `mm`. */
export function valueNoise(seed: number, mm: number): (x: number, y: number, z: number) => number {
  const lattice = (i: number, j: number, k: number) => {
    let h = Math.imul(i, 374761393) ^ Math.imul(j, 668265263) ^ Math.imul(k, 2147483647) ^ seed;
    h = Math.imul(h ^ (h >>> 13), 1274126177);
    return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1;
  };
  return (x, y, z) => {
    const [u, v, w] = [x / mm, y / mm, z / mm];
    const [i, j, k] = [Math.floor(u), Math.floor(v), Math.floor(w)];
    const [a, b, c] = [u - i, v - j, w - k];
    const row = (dj: number, dk: number) =>
      lattice(i, j + dj, k + dk) * (1 - a) + lattice(i + 1, j + dj, k + dk) * a;
    const plane = (dk: number) => row(0, dk) * (1 - b) + row(1, dk) * b;
    return plane(0) * (1 - c) + plane(1) * c;
  };
}
