import { cross, dot, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import { blurred } from './beating-centre.ts';
import { patchOf, type CineSlice, type PatchGrid } from './cine-slice.ts';
import { minus, plus, quantile } from './vectors.ts';

const stepMm = 2;
const size = 81;
const half = (size - 1) / 2;
const searchPx = 20;
const width = 2 * searchPx + 1;
/** Drift of the centre through the slices, millimetres per millimetre: up to 24 degrees. */
const slopes = [-0.45, -0.3, -0.15, 0, 0.15, 0.3, 0.45].flatMap((x, _, all) =>
  all.map((y) => [x, y] as const),
);
const radiiPx = [5, 6.5, 8, 9.5, 11, 12.5, 14, 15.5, 17] as const;
const largestPx = Math.max(...radiiPx);
const directions = Array.from({ length: 12 }, (_, n) => {
  const angle = (2 * Math.PI * n) / 12;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** A left ventricle as the short axis shows it: bright, round, in a dark wall that moves all round. */
export interface LeftVentricle {
  readonly centreMm: LpsPoint;
  /** 0 to 1: how ring-like the slices are at the centre; a true short axis reaches 0.35 to 0.7. */
  readonly roundness: number;
}

/**
 * Looks for the left ventricle in parallel slices near a point: for every centre and radius, how
 * much brighter the disc is than the darkest of the wall in each of twelve directions, times how
 * much the edge moves there. The right ventricle is no disc and has no dark wall all round. The
 * centre may drift through the slices, as it does where the stack is not square to the heart.
 *
 * @param slices ordered along their normal; the centre is that in the middle of their run
 */
export function findLeftVentricle(
  slices: readonly CineSlice[],
  nearMm: LpsPoint,
  across: Vector3,
  down: Vector3,
): LeftVentricle {
  const grid: PatchGrid = { centreMm: nearMm, across, down, stepMm, size };
  // Slices of one heart do not lie on one exact line: breaths differ.
  const maps = slices.map((slice) => blurred(ringScores(slice, grid), width, 1.5));
  const normal = cross(across, down);
  const places = slices.map((slice) => dot(minus(slice.centreMm, nearMm), normal));
  const middle = (Math.min(...places) + Math.max(...places)) / 2;
  let best = { score: 0, x: searchPx, y: searchPx };
  for (const [slopeX, slopeY] of places.length < 3 ? [[0, 0] as const] : slopes) {
    const shifts = places.map((place) => {
      const px = (place - middle) / stepMm;
      return [Math.round(slopeX * px), Math.round(slopeY * px)] as const;
    });
    const doubt = 1 - 0.25 * Math.hypot(slopeX, slopeY);
    for (let y = 0; y < width; y++)
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (const [n, [dx, dy]] of shifts.entries()) {
          const [i, j] = [y + dy, x + dx];
          if (i >= 0 && j >= 0 && i < width && j < width) sum += maps[n]![i * width + j]!;
        }
        const score = (doubt * sum) / maps.length;
        if (score > best.score) best = { score, x, y };
      }
  }
  const at = plus(nearMm, across, stepMm * (best.x - searchPx));
  return { centreMm: plus(at, down, stepMm * (best.y - searchPx)), roundness: best.score };
}

/** Best ring at each centre of the search square, over the radii. */
function ringScores(slice: CineSlice, grid: PatchGrid): Float32Array {
  const mean = filled(patchOf(slice, slice.maps.mean, grid));
  const motion = blurred(filled(patchOf(slice, slice.maps.motion, grid)), size, 1);
  const bright = quantile(mean, 0.9);
  const lively = quantile(motion, 0.95);
  const scores = new Float32Array(width * width);
  if (!(bright > 0) || !(lively > 0)) return scores;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++) {
      const [x, y] = [half + j - searchPx, half + i - searchPx];
      for (const radius of radiiPx) {
        const blood = evenBlood(mean, x, y, radius);
        const ring = ringAround(mean, motion, x, y, radius, blood, lively);
        const score = Math.min(1, blood / bright) * ring * (radius / largestPx) ** 0.25;
        if (score > scores[i * width + j]!) scores[i * width + j] = score;
      }
    }
  return scores;
}

const filled = (patch: Float32Array) => patch.map((value) => (Number.isNaN(value) ? 0 : value));

function near(image: Float32Array, x: number, y: number): number {
  const i = Math.round(y);
  const j = Math.round(x);
  return i >= 0 && j >= 0 && i < size && j < size ? image[i * size + j]! : 0;
}

/** Mean of a disc less its spread: blood is even, a disc across the septum is not. */
function evenBlood(mean: Float32Array, x: number, y: number, radius: number): number {
  let sum = near(mean, x, y);
  let squares = sum * sum;
  for (const share of [0.4, 0.75])
    for (const [c, s] of directions) {
      const value = near(mean, x + share * radius * c, y + share * radius * s);
      sum += value;
      squares += value * value;
    }
  const count = 1 + 2 * directions.length;
  const average = sum / count;
  return Math.max(0, average - Math.sqrt(Math.max(0, squares / count - average * average)));
}

/** Darkness and motion of the wall where it is least so: the worse half of the directions. */
function ringAround(
  mean: Float32Array,
  motion: Float32Array,
  x: number,
  y: number,
  radius: number,
  blood: number,
  lively: number,
): number {
  if (blood <= 0) return 0;
  const dark: number[] = [];
  const moving: number[] = [];
  for (const [c, s] of directions) {
    let wall = Infinity;
    let edge = 0;
    for (let out = 1; out <= 5; out++)
      wall = Math.min(wall, near(mean, x + (radius + out) * c, y + (radius + out) * s));
    for (let off = -2; off <= 2; off++)
      edge = Math.max(edge, near(motion, x + (radius + off) * c, y + (radius + off) * s));
    dark.push(Math.min(1, Math.max(0, (1.4 * (blood - wall)) / blood)));
    moving.push(Math.min(1, edge / lively));
  }
  return Math.sqrt(worseHalf(dark) * worseHalf(moving));
}

function worseHalf(values: number[]): number {
  const worse = values.sort((a, b) => a - b).slice(0, values.length / 2);
  return worse.reduce((sum, value) => sum + value, 0) / worse.length;
}
