import type { Matrix } from '../../dicom/rt/rigid-matrix.ts';
import { checked, correlationAt, fullOptions, type RigidMatch } from './match.ts';
import type { MatchOptions } from './options.ts';
import { poseOf, rigidInverse } from './pose.ts';
import type { PreparedVolume } from './prepare.ts';
import { problemOn, type LevelNumber } from './problem.ts';

/** Sample points on the middle level, as many as a fit has there. */
const middlePoints = 12_000;

/**
 * A matrix that a person set, by hand or by landmarks, as a match that can be judged like a fitted one.
 * Nothing is moved.
 * @param movingToFixed from the scan's patient coordinates to the planning CT's
 * Throws SparrowError 'positioning/not-rigid', and 'positioning/no-points' where the scan does not
 * reach the region.
 */
export function heldMatch(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  movingToFixed: Matrix,
  options: MatchOptions = {},
): RigidMatch {
  const full = fullOptions(fixed, options);
  const pose = poseOf(rigidInverse(movingToFixed), full.pivotMm);
  const on = (level: LevelNumber, count: number) =>
    checked(problemOn(level, fixed, moving, full, { poses: [pose], reachMm: 12, count }));
  const middle = on(1, middlePoints);
  const last = full.finestMm === 4 ? middle : on(2, full.points);
  const { value, overlap } = last.metric.value(pose);
  return {
    movingToFixed: [...movingToFixed],
    pose,
    options: full,
    metric: full.metric,
    value,
    correlation: correlationAt(last, moving, full, pose),
    overlap,
    points: last.points.count,
    middleValue: middle.metric.value(pose).value,
    rivals: [],
    problem: last,
  };
}
