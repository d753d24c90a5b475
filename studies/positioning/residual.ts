import type { Vector3 } from '../volume/geometry.ts';
import { climb } from './registration/climb.ts';
import type { RigidMatch } from './registration/match.ts';
import type { PreparedVolume } from './registration/prepare.ts';
import { problemOn } from './registration/problem.ts';
import type { MatchRegion } from './registration/region.ts';
import type { WindowName } from './registration/window.ts';

/** What is left over within one region after the whole was matched. */
export interface RegionResidual {
  /** Further shift that the region alone would want, patient LPS; null where it cannot tell. */
  readonly shiftMm: Vector3 | null;
  readonly distanceMm: number | null;
  /** Correlation in the region, as matched and after its own shift. */
  readonly matched: number;
  readonly shifted: number;
  readonly points: number;
}

const fewestPoints = 100;
/** A region that wants to go further than this has slipped to something else. */
const farthestMm = 15;

/**
 * Residual of a region (bone box, target, a structure): the matched scan is shifted, without turning,
 * until it agrees best within the region. The shift is how the scan would still have to go, in the
 * planning CT's patient axes.
 */
export function regionResidual(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
  region: MatchRegion,
  window: WindowName = match.options.window,
): RegionResidual {
  const options = { ...match.options, dof: 3, region, window, metric: 'correlation' } as const;
  const problem = problemOn(match.problem.level, fixed, moving, options, {
    poses: [match.pose],
    reachMm: 4,
    count: 12_000,
  });
  const { metric, points, freedom } = problem;
  const matched = metric.value(match.pose).value;
  const none = { shiftMm: null, distanceMm: null, matched, shifted: matched, points: points.count };
  if (points.count < fewestPoints) return none;
  const found = climb(metric, match.pose, freedom, {
    steps: 20,
    endMm: 0.01,
    stepMm: 4,
    leastOverlap: 0.3,
  });
  // The pose goes from the planning CT to the scan; the scan has to go the other way, and turned with it.
  const r = match.pose.rotation;
  const d = found.pose.shiftMm.map((value, n) => match.pose.shiftMm[n]! - value);
  const at = (c: number) => r[c]! * d[0]! + r[3 + c]! * d[1]! + r[6 + c]! * d[2]!;
  const shiftMm: Vector3 = [at(0), at(1), at(2)];
  const distanceMm = Math.hypot(...shiftMm);
  if (!(distanceMm <= farthestMm) || found.overlap < 0.3) return none;
  return { shiftMm, distanceMm, matched, shifted: found.value, points: points.count };
}
