import { multiply, type Matrix } from '../dicom/rt/rigid-matrix.ts';
import { anatomicalAxes } from '../volume/orientation.ts';
import type { Vector3 } from '../volume/geometry.ts';
import { Correlation } from './registration/correlation.ts';
import type { Level } from './registration/levels.ts';
import { matchRigid, type RigidMatch } from './registration/match.ts';
import { matrixOf, rotationBy } from './registration/pose.ts';
import type { PreparedVolume } from './registration/prepare.ts';
import { problemOn } from './registration/problem.ts';
import { Projection } from './registration/projection.ts';
import { windows, type WindowName } from './registration/window.ts';

/** How well the scan would fit if it were something else; correlations on the 4 mm level. */
export interface Alternatives {
  readonly asMatched: number;
  /** Left and right exchanged. */
  readonly mirrored: number;
  /** Turned half a turn about the patient's x, y or z, whichever fits best. */
  readonly turned: number;
}

/** A scan cannot be told from its mirror image on the coarsest level alone. */
const trial = { metric: 'correlation', window: 'all', finestMm: 4, searchMm: 32 } as const;

/**
 * Fits the scan's mirror image and its half turns in the same way as the scan: a right answer
 * fits clearly better than they do.
 */
export function fitAlternatives(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
): Alternatives {
  const options = { ...match.options, ...trial, dof: 6 } as const;
  const centre = moving.centreMm;
  const half = ([0, 1, 2] as const).map((axis) => {
    const turn: [number, number, number] = [0, 0, 0];
    turn[axis] = Math.PI;
    const about = { pivotMm: centre, rotation: rotationBy(turn), shiftMm: [0, 0, 0] as Vector3 };
    return multiply(match.movingToFixed, matrixOf(about));
  });
  const best = (volume: PreparedVolume, starts: readonly Matrix[]) =>
    fitted(() => matchRigid(fixed, volume, { ...options, starts, centres: starts.length === 1 }));
  return {
    asMatched: correlationOf(fixed, moving, match, 'all').value,
    mirrored: best(mirrored(moving), [match.movingToFixed]),
    turned: best(moving, half),
  };
}

/** Correlation of a match in another window, on the 4 mm level. */
export function correlationOf(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
  window: WindowName,
): { value: number; points: number } {
  const options = { ...match.options, window, metric: 'correlation' } as const;
  const near = { poses: [match.pose], reachMm: 4, count: 12_000 };
  const { points } = problemOn(1, fixed, moving, options, near);
  const projection = new Projection(points, moving.levels[1], moving.field, windows[window]);
  const { value } = new Correlation(points, projection).value(match.pose);
  return { value, points: points.count };
}

/** The volume with left and right exchanged about the middle of its grid. */
export function mirrored(volume: PreparedVolume): PreparedVolume {
  const { axis } = anatomicalAxes(volume.levels[0].geometry)[0];
  const [coarse, middle, fine] = volume.levels;
  const flip = (level: Level): Level => ({
    ...level,
    values: flipped(level.values, level.geometry.dims, axis),
  });
  // The fine level is not looked at by those who compare.
  return { ...volume, levels: [flip(coarse), flip(middle), fine] };
}

function flipped(
  values: Float32Array,
  [nx, ny, nz]: readonly [number, number, number],
  axis: 0 | 1 | 2,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        const at = [
          axis === 0 ? nx - 1 - i : i,
          axis === 1 ? ny - 1 - j : j,
          axis === 2 ? nz - 1 - k : k,
        ] as const;
        out[n] = values[at[0] + nx * (at[1] + ny * at[2])]!;
      }
    }
  }
  return out;
}

/** What cannot be fitted at all fits badly. */
function fitted(match: () => RigidMatch): number {
  try {
    return match().correlation;
  } catch {
    return 0;
  }
}
