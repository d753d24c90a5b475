import { patientToVoxel, type LpsPoint, type VolumeGeometry } from '../../volume/geometry.ts';
import type { Matrix } from '../../dicom/rt/rigid-matrix.ts';
import { Correlation } from './correlation.ts';
import { freedomOf, type Freedom } from './freedom.ts';
import type { Metric } from './metric.ts';
import { MutualInformation } from './mutual-information.ts';
import type { FullOptions } from './options.ts';
import { applied, matrixOf, type Pose } from './pose.ts';
import type { PreparedVolume } from './prepare.ts';
import { Projection } from './projection.ts';
import { regionWeight } from './region.ts';
import { samplePoints, type SamplePoints } from './sample-points.ts';
import { windows } from './window.ts';

/** 0 the coarsest. */
export type LevelNumber = 0 | 1 | 2;

/** What is climbed on one level. */
export interface Problem {
  readonly level: LevelNumber;
  readonly points: SamplePoints;
  readonly metric: Metric;
  readonly freedom: Freedom;
}

/**
 * Sample points of a level and the metric over them. Only points of the planning CT are drawn that
 * come within `reachMm` of the scan at one of the poses.
 */
export function problemOn(
  level: LevelNumber,
  fixed: PreparedVolume,
  moving: PreparedVolume,
  options: FullOptions,
  near: { readonly poses: readonly Pose[]; readonly reachMm: number; readonly count: number },
): Problem {
  const inRegion = regionWeight(options.region);
  const seen = near.poses.map((pose) => seenBy(moving, level, pose, near.reachMm));
  const points = samplePoints(fixed.levels[level], {
    count: near.count,
    seed: options.seed + level,
    window: windows[options.window],
    weight: (p) => (seen.some((sees) => sees(p)) ? inRegion(p) : 0),
    body: fixed.body,
    field: fixed.field,
  });
  return problemOf(level, points, moving, options);
}

/** The same with points at hand. */
export function problemOf(
  level: LevelNumber,
  points: SamplePoints,
  moving: PreparedVolume,
  options: FullOptions,
): Problem {
  const window = windows[options.window];
  const projection = new Projection(points, moving.levels[level], moving.field, window);
  const metric =
    options.metric === 'correlation'
      ? new Correlation(points, projection)
      : new MutualInformation(points, projection, window);
  return { level, points, metric, freedom: freedomOf(options.dof, options.turnAxis) };
}

/** Whether the scan holds a place of the planning CT at a pose, or nearly. */
function seenBy(moving: PreparedVolume, level: LevelNumber, pose: Pose, reachMm: number) {
  const { geometry } = moving.levels[level];
  const { dims, spacingMm } = geometry;
  const toIndex = indexAfter(matrixOf(pose), geometry);
  const radius = (moving.field.radiusMm ?? Infinity) + reachMm;
  return (p: LpsPoint): boolean => {
    const index = applied(toIndex, p);
    for (const c of [0, 1, 2] as const) {
      const slack = reachMm / spacingMm[c] + 0.5;
      if (index[c] < -slack || index[c] > dims[c] - 1 + slack) return false;
    }
    const x = (index[0] - (dims[0] - 1) / 2) * spacingMm[0];
    const y = (index[1] - (dims[1] - 1) / 2) * spacingMm[1];
    return x * x + y * y <= radius * radius;
  };
}

/** From places before a move to voxel indices after it, in one matrix. */
function indexAfter(matrix: Matrix, geometry: VolumeGeometry): Matrix {
  const at = (p: LpsPoint) => patientToVoxel(geometry, applied(matrix, p));
  const origin = at([0, 0, 0]);
  const columns = [at([1, 0, 0]), at([0, 1, 0]), at([0, 0, 1])] as const;
  return ([0, 1, 2] as const)
    .flatMap((row) => [...columns.map((column) => column[row] - origin[row]), origin[row]])
    .concat(0, 0, 0, 1);
}
