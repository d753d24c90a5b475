import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { movedGeometry } from '../../../studies/positioning/registration/moved-geometry.ts';
import { applied } from '../../../studies/positioning/registration/pose.ts';
import type { PreparedVolume } from '../../../studies/positioning/registration/prepare.ts';

/** A prepared scan as if the patient had lain elsewhere: the grids move, no voxel is interpolated. */
export function movedPrepared(volume: PreparedVolume, move: Matrix): PreparedVolume {
  const moved = <T extends { geometry: Parameters<typeof movedGeometry>[0] }>(grid: T): T => ({
    ...grid,
    geometry: movedGeometry(grid.geometry, move),
  });
  const [coarse, middle, fine] = volume.levels;
  return {
    ...volume,
    levels: [moved(coarse), moved(middle), moved(fine)],
    body: volume.body && moved(volume.body),
    centreMm: applied(move, volume.centreMm),
  };
}
