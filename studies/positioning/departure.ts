import type { Matrix } from '../dicom/rt/rigid-matrix.ts';
import { voxelToPatient } from '../volume/geometry.ts';
import { physicalValues } from '../volume/values.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import type { ScanField } from './registration/field.ts';
import { applied } from './registration/pose.ts';
import { regionWeight, type MatchRegion } from './registration/region.ts';

/** Every second voxel along each axis is looked at: the map is smooth. */
const stride = 2;

/**
 * Of a restored scan: the share of the region, percent, where the picture departs from what was
 * measured by more than `limitHu`. Null where the scan shows nothing of the region.
 * @param departure HU, on the scan's grid
 * @param field where the scan was measured
 * @param region in the planning CT
 */
export function departureInRegion(
  departure: VoxelGrid,
  limitHu: number,
  field: ScanField,
  movingToFixed: Matrix,
  region: MatchRegion,
): number | null {
  const { geometry } = departure;
  const [nx, ny, nz] = geometry.dims;
  const [dx, dy] = geometry.spacingMm;
  const values = physicalValues(departure);
  const weight = regionWeight(region);
  const square = (field.radiusMm ?? Infinity) ** 2;
  let [voxels, departing] = [0, 0];
  for (let k = 0; k < nz; k += stride) {
    for (let j = 0; j < ny; j += stride) {
      const y = (j - (ny - 1) / 2) * dy;
      for (let i = 0; i < nx; i += stride) {
        const x = (i - (nx - 1) / 2) * dx;
        if (x * x + y * y > square) continue;
        const place = applied(movingToFixed, voxelToPatient(geometry, [i, j, k]));
        if (weight(place) < 0.5) continue;
        voxels++;
        if (Math.abs(values[i + nx * (j + ny * k)]!) > limitHu) departing++;
      }
    }
  }
  return voxels === 0 ? null : (100 * departing) / voxels;
}
