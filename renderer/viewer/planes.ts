import {
  dot,
  voxelToPatient,
  type LpsPoint,
  type Vector3,
  type VolumeGeometry,
} from '../../studies/volume/geometry.ts';
import { anatomicalAxes, opposite, type GridAxis } from '../../studies/volume/orientation.ts';

export type PlaneKind = 'axial' | 'coronal' | 'sagittal';
export const planeKinds: readonly PlaneKind[] = ['axial', 'coronal', 'sagittal'];

/** Where one axis of a plane lies among the axes of its volume. */
export interface AxisRun {
  readonly axis: GridAxis;
  /** True where the plane counts against the volume's own direction. */
  readonly reversed: boolean;
}

/**
 * A stack of parallel pictures through a volume. `geometry` counts columns to the right of the
 * screen, rows down the screen, and slices in reading order, all in patient space; so the
 * conversions of studies/volume/geometry.ts hold for it as they do for a volume.
 */
export interface PlaneFrame {
  readonly kind: PlaneKind | 'acquired';
  readonly geometry: VolumeGeometry;
  /** Columns, rows, slices as runs along the volume's axes; null when the planes cut across them. */
  readonly runs: readonly [AxisRun, AxisRun, AxisRun] | null;
}

/**
 * Radiological screen directions: the patient's right is on the left of the screen, and coronal
 * and sagittal pictures have the head up. Slices count head to feet, front to back, right to left.
 */
const screen: Record<PlaneKind, readonly [Vector3, Vector3, Vector3]> = {
  axial: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
  coronal: [
    [1, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  sagittal: [
    [0, 1, 0],
    [0, 0, -1],
    [1, 0, 0],
  ],
};

function patientAxisOf(direction: Vector3): GridAxis {
  return direction[0] !== 0 ? 0 : direction[1] !== 0 ? 1 : 2;
}

/** The volume's own planes, turned and mirrored (never resampled) into reading orientation. */
export function acquiredFrame(volume: VolumeGeometry, kind: PlaneKind): PlaneFrame {
  const matches = anatomicalAxes(volume);
  const run = (direction: Vector3): AxisRun => {
    const { axis } = matches[patientAxisOf(direction)];
    return { axis, reversed: dot(volume.axes[axis], direction) < 0 };
  };
  const [right, down, normal] = screen[kind];
  const runs = [run(right), run(down), run(normal)] as const;
  const start: [number, number, number] = [0, 0, 0];
  for (const { axis, reversed } of runs) start[axis] = reversed ? volume.dims[axis] - 1 : 0;
  const along = ({ axis, reversed }: AxisRun): Vector3 =>
    reversed ? opposite(volume.axes[axis]) : volume.axes[axis];
  return {
    kind,
    runs,
    geometry: {
      dims: [volume.dims[runs[0].axis], volume.dims[runs[1].axis], volume.dims[runs[2].axis]],
      spacingMm: [
        volume.spacingMm[runs[0].axis],
        volume.spacingMm[runs[1].axis],
        volume.spacingMm[runs[2].axis],
      ],
      originMm: voxelToPatient(volume, start),
      axes: [along(runs[0]), along(runs[1]), along(runs[2])],
    },
  };
}

/** The slices as they were scanned: columns right, rows down, not turned. The way hearts are read. */
export function scanFrame(
  volume: VolumeGeometry,
): PlaneFrame & { runs: NonNullable<PlaneFrame['runs']> } {
  return {
    kind: 'acquired',
    geometry: volume,
    runs: [
      { axis: 0, reversed: false },
      { axis: 1, reversed: false },
      { axis: 2, reversed: false },
    ],
  };
}

/** True patient planes through a volume that lies oblique; its values are interpolated. */
export function straightFrame(volume: VolumeGeometry, kind: PlaneKind): PlaneFrame {
  const axes = screen[kind];
  const stepMm = Math.min(...volume.spacingMm);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const point = voxelToPatient(volume, [
      corner & 1 ? volume.dims[0] - 1 : 0,
      corner & 2 ? volume.dims[1] - 1 : 0,
      corner & 4 ? volume.dims[2] - 1 : 0,
    ]);
    axes.forEach((axis, a) => {
      low[a] = Math.min(low[a]!, dot(axis, point));
      high[a] = Math.max(high[a]!, dot(axis, point));
    });
  }
  const count = (a: GridAxis) => Math.floor((high[a]! - low[a]!) / stepMm + 1e-6) + 1;
  const at = (c: GridAxis) => axes[0][c] * low[0]! + axes[1][c] * low[1]! + axes[2][c] * low[2]!;
  return {
    kind,
    runs: null,
    geometry: {
      dims: [count(0), count(1), count(2)],
      spacingMm: [stepMm, stepMm, stepMm],
      originMm: [at(0), at(1), at(2)],
      axes,
    },
  };
}

/** The patient point in the middle of a volume. */
export function centreOf(volume: VolumeGeometry): LpsPoint {
  return voxelToPatient(volume, [
    Math.floor(volume.dims[0] / 2),
    Math.floor(volume.dims[1] / 2),
    Math.floor(volume.dims[2] / 2),
  ]);
}
