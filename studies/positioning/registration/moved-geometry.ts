import type { Matrix } from '../../dicom/rt/rigid-matrix.ts';
import { resample } from '../../volume/resample.ts';
import type { Vector3, VolumeGeometry } from '../../volume/geometry.ts';
import type { VoxelGrid } from '../../volume/volume.ts';
import { applied, requireRigid } from './pose.ts';

/** The grid as it lies after a rigid move: the same voxels, new origin and axes. */
export function movedGeometry(geometry: VolumeGeometry, matrix: Matrix): VolumeGeometry {
  requireRigid(matrix);
  const turned = (axis: Vector3): Vector3 => {
    const at = (row: number) =>
      matrix[row * 4]! * axis[0] + matrix[row * 4 + 1]! * axis[1] + matrix[row * 4 + 2]! * axis[2];
    return [at(0), at(1), at(2)];
  };
  const [i, j, k] = geometry.axes;
  return {
    ...geometry,
    originMm: applied(matrix, geometry.originMm),
    axes: [turned(i), turned(j), turned(k)],
  };
}

/** The scan as it lies on the planning CT's grid after the match. Throws 'positioning/not-rigid'. */
export function matchedOnto(
  target: VolumeGeometry,
  scan: VoxelGrid,
  movingToFixed: Matrix,
): VoxelGrid {
  return resample({ ...scan, geometry: movedGeometry(scan.geometry, movingToFixed) }, target);
}
