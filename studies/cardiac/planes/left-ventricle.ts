import { cross, dot, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import { blurred } from './beating-centre.ts';
import type { CineSlice, PatchGrid } from './cine-slice.ts';
import { centres, centreStepMm, patchSize, patchStepMm, reach, ringScores } from './ring-scores.ts';
import { minus, plus } from './vectors.ts';

/** Drift of the centre through the slices, millimetres per millimetre: up to 24 degrees. */
const slopes = [-0.45, -0.3, -0.15, 0, 0.15, 0.3, 0.45].flatMap((x, _, all) =>
  all.map((y) => [x, y] as const),
);

/** Slices that show a clear ring count for more than those where much is a little round. */
const clearness = 3;

/** A left ventricle as the short axis shows it: bright, round, in a dark wall that moves all round. */
export interface LeftVentricle {
  readonly centreMm: LpsPoint;
  /** 0 to 1: how ring-like the slices are at the centre; a true short axis reaches 0.3 to 0.6. */
  readonly roundness: number;
}

/**
 * Looks for the left ventricle in parallel slices within 40 mm of a point: the centre whose rings
 * (ring-scores.ts) are best in all slices together. The right ventricle is no disc and has no dark
 * wall all round. The centre may drift through the slices, as it does where the stack is not square
 * to the heart.
 *
 * @param slices ordered along their normal; the centre is that in the middle of their run
 */
export function findLeftVentricle(
  slices: readonly CineSlice[],
  nearMm: LpsPoint,
  across: Vector3,
  down: Vector3,
): LeftVentricle {
  const grid: PatchGrid = {
    centreMm: nearMm,
    across,
    down,
    stepMm: patchStepMm,
    size: patchSize,
  };
  // Slices of one heart do not lie on one exact line: breaths differ.
  const maps = slices.map((slice) =>
    blurred(ringScores(slice, grid), centres, 0.75).map((score) => score ** clearness),
  );
  const normal = cross(across, down);
  const places = slices.map((slice) => dot(minus(slice.centreMm, nearMm), normal));
  const middle = (Math.min(...places) + Math.max(...places)) / 2;
  let best = { score: 0, x: reach, y: reach };
  for (const [slopeX, slopeY] of places.length < 3 ? [[0, 0] as const] : slopes) {
    const shifts = places.map((place) => {
      const steps = (place - middle) / centreStepMm;
      return [Math.round(slopeX * steps), Math.round(slopeY * steps)] as const;
    });
    const doubt = 1 - 0.2 * Math.hypot(slopeX, slopeY);
    for (let y = 0; y < centres; y++)
      for (let x = 0; x < centres; x++) {
        let sum = 0;
        for (const [n, [dx, dy]] of shifts.entries()) {
          const [i, j] = [y + dy, x + dx];
          if (i >= 0 && j >= 0 && i < centres && j < centres) sum += maps[n]![i * centres + j]!;
        }
        const score = doubt * (sum / maps.length) ** (1 / clearness);
        if (score > best.score) best = { score, x, y };
      }
  }
  const at = plus(nearMm, across, centreStepMm * (best.x - reach));
  return { centreMm: plus(at, down, centreStepMm * (best.y - reach)), roundness: best.score };
}
