import { identityMatrix } from '../../dicom/rt/rigid-matrix.ts';
import type { FullOptions } from './options.ts';
import { poseOf, rigidInverse, stepped, type Pose } from './pose.ts';
import type { PreparedVolume } from './prepare.ts';
import type { Problem } from './problem.ts';

/** Steps of the grid of shifts; a coarse climb finds home from half of it. */
const gridMm = 16;
/** Trials nearer than this to a better one would climb the same hill. */
const apartMm = 24;
const mostTrials = 5;
/** A trial that sees less of the region than this share of the best may agree by chance. */
const leastShare = 0.6;

/**
 * Poses to start from: those given (the identity if none) and the one that lays the bodies' middles on
 * each other. Turns of a start are kept only by the model that may turn.
 */
export function startPoses(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  options: FullOptions,
): Pose[] {
  const { pivotMm } = options;
  const given = options.starts.length > 0 ? options.starts : [identityMatrix];
  const poses = given.map((matrix) => poseOf(rigidInverse(matrix), pivotMm));
  if (options.centres) {
    const [a, b] = [fixed.centreMm, moving.centreMm];
    poses.push({
      pivotMm,
      rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      shiftMm: [b[0] - a[0], b[1] - a[1], b[2] - a[2]],
    });
  }
  return poses.map((pose) => asModel(pose, options));
}

/** A start as the model can hold it: the pivot goes where it went, turns that it lacks are left out. */
function asModel(pose: Pose, { dof, turnAxis }: FullOptions): Pose {
  if (dof === 6) return pose;
  const none = { ...pose, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  if (dof === 3) return none;
  const r = pose.rotation;
  const twice = [r[7]! - r[5]!, r[2]! - r[6]!, r[3]! - r[1]!];
  const sine = twice.reduce((sum, value, n) => sum + (value * turnAxis[n]!) / 2, 0);
  const angle = Math.atan2(sine, (r[0]! + r[4]! + r[8]! - 1) / 2);
  return stepped(none, [0, 0, 0], [turnAxis[0] * angle, turnAxis[1] * angle, turnAxis[2] * angle]);
}

/** The best few of a grid of shifts about the starts, on the coarsest level, best first. */
export function bestTrials(problem: Problem, starts: readonly Pose[], searchMm: number): Pose[] {
  const steps = Math.floor(searchMm / gridMm);
  const trials: { pose: Pose; value: number; overlap: number }[] = [];
  for (const start of starts) {
    for (let k = -steps; k <= steps; k++) {
      for (let j = -steps; j <= steps; j++) {
        for (let i = -steps; i <= steps; i++) {
          const pose = stepped(start, [i * gridMm, j * gridMm, k * gridMm], [0, 0, 0]);
          trials.push({ pose, ...problem.metric.value(pose) });
        }
      }
    }
  }
  const most = trials.reduce((best, { overlap }) => Math.max(best, overlap), 0);
  const able = trials.filter(({ overlap }) => overlap > 0 && overlap >= leastShare * most);
  able.sort((a, b) => b.value - a.value);
  const chosen: Pose[] = [];
  for (const { pose } of able) {
    if (chosen.some((other) => shiftApart(other, pose) < apartMm)) continue;
    chosen.push(pose);
    if (chosen.length === mostTrials) break;
  }
  return chosen;
}

export function shiftApart(a: Pose, b: Pose): number {
  return Math.hypot(...a.shiftMm.map((value, n) => value - b.shiftMm[n]!));
}
