import { SparrowError } from '../../messages/sparrow-error.ts';
import type { Matrix } from '../../dicom/rt/rigid-matrix.ts';
import { climb, type Climbed } from './climb.ts';
import { Correlation } from './correlation.ts';
import type { MetricName } from './metric.ts';
import { usualOptions, type FullOptions, type MatchOptions } from './options.ts';
import { matrixOf, product, rigidInverse, transposed, turnDeg, type Pose } from './pose.ts';
import type { PreparedVolume } from './prepare.ts';
import { problemOn, type LevelNumber, type Problem } from './problem.ts';
import { Projection } from './projection.ts';
import { bestTrials, shiftApart, startPoses } from './starts.ts';
import { windows } from './window.ts';

/** Another place where the volumes agree, too far from the best to be the same. */
export interface Rival {
  readonly value: number;
  readonly apartMm: number;
  readonly apartDeg: number;
}

export interface RigidMatch {
  /** From the scan's patient coordinates to the planning CT's, row by row: the truth of the match. */
  readonly movingToFixed: Matrix;
  /** The way back, as the fit holds it. */
  readonly pose: Pose;
  readonly options: FullOptions;
  readonly metric: MetricName;
  /** Of the metric on the last level; with mutual information in nats. */
  readonly value: number;
  /** Normalised cross-correlation in the window, whatever the metric. */
  readonly correlation: number;
  /** Share of the region that the scan holds. */
  readonly overlap: number;
  readonly points: number;
  /** Metric of the best on the middle level, to be set beside the rivals'. */
  readonly middleValue: number;
  readonly rivals: readonly Rival[];
  /** What was climbed last, for uncertainty and residuals. */
  readonly problem: Problem;
}

/** Least sample points that a fit may rest on. */
const leastPoints = 200;
const counts = [2_500, 12_000] as const;
const climbs = [
  { steps: 15, endMm: 0.2, stepMm: 12 },
  { steps: 15, endMm: 0.03, stepMm: 6 },
  { steps: 15, endMm: 0.004, stepMm: 3 },
] as const;
/** Climbs that end this near each other found the same. */
const same = { mm: 6, deg: 3 };

/** Options with what is usual filled in. */
export function fullOptions(fixed: PreparedVolume, options: MatchOptions): FullOptions {
  return { pivotMm: fixed.centreMm, ...usualOptions, ...options };
}

/**
 * Lays the scan (moving) onto the planning CT (fixed): a grid of shifts on the coarsest level, a climb
 * from the best few, and ever finer levels. The answer is only the best that was found; whether
 * it can be believed is `credible.ts`'s to say.
 *
 * Throws SparrowError 'positioning/no-points' where the region holds too little of the body or the
 * scan does not reach it, and 'positioning/not-rigid' for a start that is no rigid matrix.
 */
export function matchRigid(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  options: MatchOptions = {},
): RigidMatch {
  const full = fullOptions(fixed, options);
  const starts = startPoses(fixed, moving, full);
  const coarse = checked(
    problemOn(0, fixed, moving, full, {
      poses: starts,
      reachMm: full.searchMm + 16,
      count: counts[0],
    }),
  );
  const tried = full.searchMm > 0 ? bestTrials(coarse, starts, full.searchMm) : starts;
  const hills = distinct(tried.map((pose) => climbed(coarse, pose))).slice(0, 3);
  if (hills.length === 0) throw new SparrowError('positioning/no-points');
  const on = (level: LevelNumber, poses: readonly Pose[], count: number) =>
    checked(problemOn(level, fixed, moving, full, { poses, reachMm: 12, count }));
  const middle = on(1, [hills[0]!.pose], counts[1]);
  const better = distinct(hills.map(({ pose }) => climbed(middle, pose)));
  const [first, ...others] = better;
  if (first === undefined) throw new SparrowError('positioning/no-points');
  const last = full.finestMm === 4 ? middle : on(2, [first.pose], full.points);
  const end = full.finestMm === 4 ? first : climbed(last, first.pose);
  return {
    movingToFixed: rigidInverse(matrixOf(end.pose)),
    pose: end.pose,
    options: full,
    metric: full.metric,
    value: end.value,
    correlation: correlationAt(last, moving, full, end.pose),
    overlap: end.overlap,
    points: last.points.count,
    middleValue: first.value,
    rivals: others.map(({ value, pose }) => ({ value, ...apart(pose, first.pose) })),
    problem: last,
  };
}

/** One climb on one level, with that level's limits. */
export function climbed(problem: Problem, pose: Pose): Climbed {
  return climb(problem.metric, pose, problem.freedom, {
    ...climbs[problem.level],
    leastOverlap: 0.1,
  });
}

export function apart(a: Pose, b: Pose): { apartMm: number; apartDeg: number } {
  return {
    apartMm: shiftApart(a, b),
    apartDeg: turnDeg(product(a.rotation, transposed(b.rotation))),
  };
}

/** Throws SparrowError 'positioning/no-points' where there are too few points to rest on. */
export function checked(problem: Problem): Problem {
  if (problem.points.count < leastPoints) throw new SparrowError('positioning/no-points');
  return problem;
}

/** Best first, one of each hill. */
function distinct(all: readonly Climbed[]): Climbed[] {
  const kept: Climbed[] = [];
  for (const one of [...all].sort((a, b) => b.value - a.value)) {
    const known = kept.some((other) => {
      const { apartMm, apartDeg } = apart(one.pose, other.pose);
      return apartMm < same.mm && apartDeg < same.deg;
    });
    if (!known) kept.push(one);
  }
  return kept;
}

/** Normalised cross-correlation in the window over a problem's points. */
export function correlationAt(
  { points, level }: Problem,
  moving: PreparedVolume,
  { window }: FullOptions,
  pose: Pose,
): number {
  const projection = new Projection(points, moving.levels[level], moving.field, windows[window]);
  return new Correlation(points, projection).value(pose).value;
}
