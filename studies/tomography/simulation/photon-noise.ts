import { philox } from './philox.ts';

/** Keeps the noise of detectors apart from any other use of the same seed. */
const detectorKey = 0x53504152;
/** Above this many photons the Poisson law is taken for normal. */
export const normalAbovePhotons = 50;

export interface PhotonNoise {
  /** Photons that reach a pixel with nothing in between. */
  readonly photons: number;
  /** Standard deviation of the electronic noise, in photons. */
  readonly electronic: number;
  readonly seed: number;
}

/**
 * Expected photons of one view made into measured line integrals, in place: quantum noise (Poisson,
 * normal above fifty photons), electronic noise, at least one photon, then -ln(n / photons).
 *
 * The noise of a pixel depends on the seed, `view` and its place alone.
 *
 * @param expected photons, [u][v]
 */
export function measureView(expected: Float32Array, view: number, noise: PhotonNoise): void {
  const { photons, electronic, seed } = noise;
  const words = new Uint32Array(4);
  for (let pixel = 0; pixel < expected.length; pixel++) {
    philox(pixel, view, 0, seed, detectorKey, words);
    const radius = Math.sqrt(-2 * Math.log(open(words[0]!)));
    const angle = 2 * Math.PI * open(words[1]!);
    const mean = expected[pixel]!;
    const quanta =
      mean > normalAbovePhotons
        ? mean + Math.sqrt(mean) * radius * Math.cos(angle)
        : poisson(mean, open(words[2]!));
    const counted = quanta + electronic * radius * Math.sin(angle);
    expected[pixel] = -Math.log(Math.max(counted, 1) / photons);
  }
}

/** Middle of one of 2^32 cells of the open unit interval. */
function open(word: number): number {
  return (word + 0.5) / 4294967296;
}

/** Counts beyond this do not happen below the normal limit. */
const mostCounts = 200;

/** Smallest n whose cumulative probability reaches `uniform`. */
function poisson(mean: number, uniform: number): number {
  let probability = Math.exp(-mean);
  let cumulative = probability;
  let n = 0;
  while (cumulative < uniform && n < mostCounts) {
    n++;
    probability *= mean / n;
    cumulative += probability;
  }
  return n;
}
