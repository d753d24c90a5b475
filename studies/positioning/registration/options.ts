import type { Matrix } from '../../dicom/rt/rigid-matrix.ts';
import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';
import type { DegreesOfFreedom } from './freedom.ts';
import type { MetricName } from './metric.ts';
import type { MatchRegion } from './region.ts';
import type { WindowName } from './window.ts';

export interface MatchOptions {
  readonly dof?: DegreesOfFreedom;
  /** Turns are about this point of the planning CT, in patient LPS: the isocentre. Its body's middle unless told. */
  readonly pivotMm?: LpsPoint;
  /** Axis of the couch's turntable in the patient, for 4 degrees of freedom; straight up for a supine patient unless told. */
  readonly turnAxis?: Vector3;
  readonly metric?: MetricName;
  readonly window?: WindowName;
  readonly region?: MatchRegion;
  /**
   * From the scan to the planning CT, as it may be: by frame of reference, isocentre, landmarks or hand.
   * Identity unless told. The bodies' middles are tried as well unless `centres` is false.
   */
  readonly starts?: readonly Matrix[];
  readonly centres?: boolean;
  /** Shifts up to this far along each axis are tried about every start; 0 climbs from the starts alone. */
  readonly searchMm?: number;
  readonly seed?: number;
  /** Ends at about this voxel size; 4 is quick, 2 is the usual. */
  readonly finestMm?: 2 | 4;
  /** Sample points of the last level. */
  readonly points?: number;
}

export type FullOptions = Required<MatchOptions>;

export const usualOptions: Omit<FullOptions, 'pivotMm'> = {
  dof: 6,
  turnAxis: [0, -1, 0],
  metric: 'mutual-information',
  window: 'all',
  region: { kind: 'whole' },
  starts: [],
  centres: true,
  searchMm: 48,
  seed: 1,
  finestMm: 2,
  points: 40_000,
};
