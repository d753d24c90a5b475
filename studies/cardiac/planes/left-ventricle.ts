import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';
import { blurred } from './beating-centre.ts';
import { patchOf, type CineSlice, type PatchGrid } from './cine-slice.ts';
import { plus, quantile } from './vectors.ts';

const stepMm = 2;
const size = 81;
const half = (size - 1) / 2;
const searchPx = 20;
const radiiPx = [5, 6.5, 8, 9.5, 11, 12.5, 14, 15.5, 17] as const;
const directions = Array.from({ length: 12 }, (_, n) => {
  const angle = (2 * Math.PI * n) / 12;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** A left ventricle as the short axis shows it: bright, round, in a dark wall that moves all round. */
export interface LeftVentricle {
  readonly centreMm: LpsPoint;
  /** 0 to 1: how ring-like the slices are at the centre; a true short axis reaches about a half. */
  readonly roundness: number;
}

/**
 * Looks for the left ventricle in parallel slices near a point: for every centre and radius, how
 * much brighter the disc is than the darkest of the wall in each of twelve directions, times how
 * much the edge moves there. The right ventricle is no disc and has no dark wall all round.
 */
export function findLeftVentricle(
  slices: readonly CineSlice[],
  nearMm: LpsPoint,
  across: Vector3,
  down: Vector3,
): LeftVentricle {
  const width = 2 * searchPx + 1;
  const sum = new Float32Array(width * width);
  const grid: PatchGrid = { centreMm: nearMm, across, down, stepMm, size };
  for (const slice of slices) {
    const scores = ringScores(slice, grid);
    for (let n = 0; n < sum.length; n++) sum[n]! += scores[n]! / slices.length;
  }
  // Slices of one heart do not share one exact centre.
  const smooth = blurred(sum, width, 1.5);
  let peak = 0;
  for (let n = 1; n < smooth.length; n++) if (smooth[n]! > smooth[peak]!) peak = n;
  const roundness = smooth[peak]!;
  let [x, y, weight] = [0, 0, 0];
  for (let n = 0; n < smooth.length; n++) {
    const [dx, dy] = [
      (n % width) - (peak % width),
      Math.floor(n / width) - Math.floor(peak / width),
    ];
    if (Math.hypot(dx, dy) > 4) continue;
    const w = Math.max(0, smooth[n]! - 0.7 * roundness);
    x += w * (dx + (peak % width) - searchPx);
    y += w * (dy + Math.floor(peak / width) - searchPx);
    weight += w;
  }
  if (!(weight > 0)) return { centreMm: nearMm, roundness: 0 };
  const centreMm = plus(plus(nearMm, across, (stepMm * x) / weight), down, (stepMm * y) / weight);
  return { centreMm, roundness };
}

/** Best ring at each centre of the search square, over the radii. */
function ringScores(slice: CineSlice, grid: PatchGrid): Float32Array {
  const mean = filled(patchOf(slice, slice.maps.mean, grid));
  const motion = blurred(filled(patchOf(slice, slice.maps.motion, grid)), size, 1);
  const bright = quantile(mean, 0.9);
  const lively = quantile(motion, 0.95);
  const width = 2 * searchPx + 1;
  const scores = new Float32Array(width * width);
  if (!(bright > 0) || !(lively > 0)) return scores;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++) {
      const [x, y] = [half + j - searchPx, half + i - searchPx];
      for (const radius of radiiPx) {
        const blood = discMean(mean, x, y, radius);
        const ring = ringAround(mean, motion, x, y, radius, blood, lively);
        const score = Math.min(1, blood / bright) * ring;
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

function discMean(mean: Float32Array, x: number, y: number, radius: number): number {
  let sum = near(mean, x, y);
  for (const share of [0.35, 0.65])
    for (const [c, s] of directions)
      sum += near(mean, x + share * radius * c, y + share * radius * s);
  return sum / (1 + 2 * directions.length);
}

function ringAround(
  mean: Float32Array,
  motion: Float32Array,
  x: number,
  y: number,
  radius: number,
  blood: number,
  lively: number,
): number {
  let [dark, moving] = [0, 0];
  for (const [c, s] of directions) {
    let wall = Infinity;
    let edge = 0;
    for (let out = 1; out <= 5; out++)
      wall = Math.min(wall, near(mean, x + (radius + out) * c, y + (radius + out) * s));
    for (let off = -2; off <= 2; off++)
      edge = Math.max(edge, near(motion, x + (radius + off) * c, y + (radius + off) * s));
    dark += Math.min(1, Math.max(0, (1.4 * (blood - wall)) / blood)) || 0;
    moving += Math.min(1, edge / lively);
  }
  return (dark * moving) / directions.length ** 2;
}
