import type { PatientPosition } from './couch/patient-position.ts';
import { roomAxes } from './couch/patient-position.ts';
import type { CouchShift } from './couch/couch-shift.ts';
import { reducedTo } from './registration/climb.ts';
import { Correlation } from './registration/correlation.ts';
import type { Freedom } from './registration/freedom.ts';
import { inverted } from './registration/linear.ts';
import { climbed, type RigidMatch } from './registration/match.ts';
import { product, transposed, type Pose } from './registration/pose.ts';
import type { PreparedVolume } from './registration/prepare.ts';
import { problemOf } from './registration/problem.ts';
import { Projection } from './registration/projection.ts';
import { pointsWhere, type SamplePoints } from './registration/sample-points.ts';
import { windows } from './registration/window.ts';

/** Along and about the patient's x, y and z, at the pivot: one standard deviation. */
export interface Spread {
  readonly shiftMm: readonly [number, number, number];
  readonly turnDeg: readonly [number, number, number];
}

export interface MatchUncertainty {
  /** The greater of the two below, axis by axis. */
  readonly sd: Spread;
  /** From the curvature of the correlation, as if every point erred on its own: a lower bound. */
  readonly curvature: Spread;
  /** From fits that leave out an eighth of the region each. */
  readonly parts: Spread;
  /** How far leaving out an eighth moved the answer at most. */
  readonly mostMm: number;
  readonly mostDeg: number;
}

const degPerRad = 180 / Math.PI;

/**
 * How well the match is determined. Fits without one eighth of the region each (octants about the
 * points' middle; delete-a-group jackknife, Kott, J. Off. Stat. 17, 2001) feel artefacts and tissue that
 * moved; the curvature alone would call both certain. A model's missing turns count as known.
 */
export function matchUncertainty(match: RigidMatch, moving: PreparedVolume): MatchUncertainty {
  const curvature = fromCurvature(match, moving);
  const moves = withoutParts(match, moving).map((pose) => between(pose, match.pose));
  const groups = moves.length;
  const parts = axes((axis) => {
    const mean = moves.reduce((sum, move) => sum + move[axis]!, 0) / groups;
    const squares = moves.reduce((sum, move) => sum + (move[axis]! - mean) ** 2, 0);
    return Math.sqrt((squares * (groups - 1)) / groups);
  });
  const greater = (of: keyof Spread) =>
    curvature[of].map((value, n) => Math.max(value, parts[of][n]!)) as unknown as Spread['shiftMm'];
  return {
    sd: { shiftMm: greater('shiftMm'), turnDeg: greater('turnDeg') },
    curvature,
    parts,
    mostMm: Math.max(...moves.map((move) => Math.hypot(move[0]!, move[1]!, move[2]!))),
    mostDeg: Math.max(...moves.map((move) => Math.hypot(move[3]!, move[4]!, move[5]!))) * degPerRad,
  };
}

/** The spread beside the couch's numbers; the fit's pivot has to be the isocentre. */
export function couchSpread(sd: Spread, position: PatientPosition): CouchShift {
  const [x, y, z] = roomAxes(position).map((axis) => axis.findIndex((value) => value !== 0)) as [
    0 | 1 | 2,
    0 | 1 | 2,
    0 | 1 | 2,
  ];
  return {
    verticalMm: sd.shiftMm[z],
    longitudinalMm: sd.shiftMm[y],
    lateralMm: sd.shiftMm[x],
    pitchDeg: sd.turnDeg[x],
    rollDeg: sd.turnDeg[y],
    rotationDeg: sd.turnDeg[z],
  };
}

/** Covariance of a least-squares fit: what is left over per point, over the curvature. */
function fromCurvature({ problem, pose, options }: RigidMatch, moving: PreparedVolume): Spread {
  const { points, level, freedom } = problem;
  const projection = new Projection(
    points,
    moving.levels[level],
    moving.field,
    windows[options.window],
  );
  const slope = new Correlation(points, projection).slope(pose);
  const { matrix } = reducedTo(slope, freedom);
  const inverse = inverted(matrix, freedom.length);
  const count = Math.max(1, points.count * slope.overlap);
  const noise = (1 - slope.value ** 2) / count;
  return axes((axis) => {
    if (inverse === null) return Infinity;
    return Math.sqrt(Math.max(0, noise * variance(inverse, freedom, axis)));
  });
}

function variance(inverse: readonly number[], freedom: Freedom, axis: number): number {
  const n = freedom.length;
  let sum = 0;
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++)
      sum += freedom[a]![axis]! * inverse[a * n + b]! * freedom[b]![axis]!;
  return sum;
}

function withoutParts({ problem, pose, options }: RigidMatch, moving: PreparedVolume): Pose[] {
  const octant = octantsOf(problem.points);
  return [0, 1, 2, 3, 4, 5, 6, 7].map((left) => {
    const points = pointsWhere(problem.points, (n) => octant(n) !== left);
    return climbed(problemOf(problem.level, points, moving, options), pose).pose;
  });
}

/** Which eighth about the points' medians a point lies in. */
export function octantsOf({ count, positionsMm }: SamplePoints): (n: number) => number {
  const medians = [0, 1, 2].map(
    (c) =>
      Float64Array.from({ length: count }, (_, n) => positionsMm[3 * n + c]!).sort()[count >> 1]!,
  );
  return (n) =>
    [0, 1, 2].reduce((sum, c) => sum + (positionsMm[3 * n + c]! > medians[c]! ? 1 << c : 0), 0);
}

/** From one pose to another of the same pivot: shift (mm) and rotation vector (radians). */
function between(a: Pose, b: Pose): number[] {
  const r = product(a.rotation, transposed(b.rotation));
  const half = [(r[7]! - r[5]!) / 2, (r[2]! - r[6]!) / 2, (r[3]! - r[1]!) / 2];
  return [...a.shiftMm.map((value, n) => value - b.shiftMm[n]!), ...half];
}

function axes(of: (axis: number) => number): Spread {
  return {
    shiftMm: [of(0), of(1), of(2)],
    turnDeg: [of(3) * degPerRad, of(4) * degPerRad, of(5) * degPerRad],
  };
}
