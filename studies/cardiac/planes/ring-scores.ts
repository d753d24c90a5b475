import { blurred } from './beating-centre.ts';
import { patchOf, type CineSlice, type PatchGrid } from './cine-slice.ts';
import { quantile } from './vectors.ts';

/** Pictures are sampled every 2 mm, centres are tried every 4 mm within 40 mm. */
export const patchStepMm = 2;
const stride = 2;
export const centreStepMm = stride * patchStepMm;
export const reach = 10;
/** Centres along a side of the search square. */
export const centres = 2 * reach + 1;
const wallPx = 3;
const radiiPx = [5, 6.5, 8, 9.5, 11, 12.5, 14, 15.5, 17] as const;
const largestPx = Math.max(...radiiPx);
const half = stride * reach + largestPx + wallPx;
export const patchSize = 2 * half + 1;

const directions = Array.from({ length: 12 }, (_, n) => {
  const angle = (2 * Math.PI * n) / 12;
  return [Math.cos(angle), Math.sin(angle)] as const;
});
const pixelAt = (radius: number, [c, s]: readonly [number, number]) =>
  Math.round(radius * s) * patchSize + Math.round(radius * c);

/** Pixels of a ring relative to its centre's. */
const rings = radiiPx.map((radius) => ({
  disc: [0, ...[0.4, 0.75].flatMap((part) => directions.map((d) => pixelAt(part * radius, d)))],
  spokes: directions.map((d) => ({
    wall: [1, 2, wallPx].map((out) => pixelAt(radius + out, d)),
    edge: [-2, -1, 0, 1, 2].map((off) => pixelAt(radius + off, d)),
  })),
  // Small rings fit into much that is no ventricle.
  trust: (radius / largestPx) ** 0.3,
}));

/**
 * How much each centre of the search square looks like that of a left ventricle, 0 to 1, the best of
 * all radii: an even bright disc, darker in each direction within 6 mm of its edge, which moves.
 *
 * @param grid of `patchSize` samples of `patchStepMm`
 */
export function ringScores(slice: CineSlice, grid: PatchGrid): Float32Array {
  const mean = filled(patchOf(slice, slice.maps.mean, grid));
  const motion = blurred(filled(patchOf(slice, slice.maps.motion, grid)), patchSize, 1);
  const bright = quantile(mean, 0.9);
  const lively = quantile(motion, 0.95);
  const scores = new Float32Array(centres * centres);
  if (!(bright > 0) || !(lively > 0)) return scores;
  for (let n = 0; n < scores.length; n++) {
    const y = half + stride * (Math.floor(n / centres) - reach);
    const x = half + stride * ((n % centres) - reach);
    const centre = y * patchSize + x;
    for (const { disc, spokes, trust } of rings) {
      const blood = evenBlood(mean, centre, disc);
      // Too dark to win, and most centres are.
      if (blood < 0.3 * bright) continue;
      const wall = spokes.map((spoke) => darkness(mean, centre, spoke.wall, blood));
      const edge = spokes.map((spoke) => Math.min(1, most(motion, centre, spoke.edge) / lively));
      const ring = Math.sqrt(worseHalf(wall) * worseHalf(edge));
      scores[n] = Math.max(scores[n]!, Math.min(1, blood / bright) * ring * trust);
    }
  }
  return scores;
}

const filled = (patch: Float32Array) => patch.map((value) => (Number.isNaN(value) ? 0 : value));

/** Mean of a disc less its spread: blood is even, a disc across the septum is not. */
function evenBlood(mean: Float32Array, centre: number, disc: readonly number[]): number {
  let [sum, squares] = [0, 0];
  for (const offset of disc) {
    const value = mean[centre + offset]!;
    sum += value;
    squares += value * value;
  }
  const average = sum / disc.length;
  return Math.max(0, average - Math.sqrt(Math.max(0, squares / disc.length - average ** 2)));
}

/** How much darker than blood the darkest of a spoke is: 0 to 1, muscle counts in full. */
function darkness(
  mean: Float32Array,
  centre: number,
  spoke: readonly number[],
  blood: number,
): number {
  let least = Infinity;
  for (const offset of spoke) least = Math.min(least, mean[centre + offset]!);
  return Math.min(1, Math.max(0, (1.4 * (blood - least)) / blood));
}

function most(image: Float32Array, centre: number, spoke: readonly number[]): number {
  let best = 0;
  for (const offset of spoke) best = Math.max(best, image[centre + offset]!);
  return best;
}

/** Mean of the lower half: a ring must be one all round. */
function worseHalf(values: number[]): number {
  values.sort((a, b) => a - b);
  let sum = 0;
  for (let n = 0; n < values.length / 2; n++) sum += values[n]!;
  return sum / (values.length / 2);
}
