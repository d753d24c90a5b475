import { voxelToPatient, type LpsPoint } from '../../../studies/volume/geometry.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import type { RegionBox } from '../../viewer/match-view/region-box.ts';

/** Half the edge of the box that is offered first: a pelvis' target with some bone around it. */
const halfMm = 60;

/** The middle of a volume, patient LPS mm. */
export function middleOf(volume: VolumeRecord): LpsPoint {
  const [i, j, k] = volume.dims.map((count) => (count - 1) / 2);
  return voxelToPatient(volume, [i!, j!, k!]);
}

/** A box about the isocentre, or about the middle of the CT where there is none. */
export function openingBox(plan: VolumeRecord, isocentreMm: LpsPoint | null): RegionBox {
  const [x, y, z] = isocentreMm ?? middleOf(plan);
  return {
    minMm: [x - halfMm, y - halfMm, z - halfMm],
    maxMm: [x + halfMm, y + halfMm, z + halfMm],
  };
}
