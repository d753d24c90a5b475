import type { VolumeRecord } from '../../../studies/library/records.ts';
import type { LpsPoint } from '../../../studies/volume/geometry.ts';
import type { RegionBox } from '../../viewer/match-view/region-box.ts';
import { centreOf } from '../../viewer/planes.ts';

/** Half the edge of the box that is offered first: a pelvis' target with some bone around it. */
const halfMm = 60;

/** A box about the isocentre, or about the middle of the CT where there is none. */
export function openingBox(plan: VolumeRecord, isocentreMm: LpsPoint | null): RegionBox {
  const [x, y, z] = isocentreMm ?? centreOf(plan);
  return {
    minMm: [x - halfMm, y - halfMm, z - halfMm],
    maxMm: [x + halfMm, y + halfMm, z + halfMm],
  };
}
