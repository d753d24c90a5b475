import type { HeartFrame } from '../../../studies/library/heart-records.ts';
import type { LpsPoint, Vector3 } from '../../../studies/volume/geometry.ts';

/** Middle and directions of a crop that nobody acquired, patient LPS mm. */
export interface SyntheticPose {
  readonly centreMm: LpsPoint;
  readonly u: Vector3;
  readonly v: Vector3;
}

/** In-plane direction of the 2-, 3- and 4-chamber views, degrees from e1 towards e2, and its sign. */
const longAxis = [
  { deg: 90, sign: -1 },
  { deg: -48, sign: 1 },
  { deg: 0, sign: -1 },
] as const;
const towardsAtriaMm = 15;
const firstSliceMm = -40;
const sliceStepMm = 16;

/** Where the model draws a plane that is absent: as models/whole-heart/usual-geometry.ts has it. */
export function syntheticPose(slot: number, frame: HeartFrame): SyntheticPose {
  const { originMm, e1, e2, e3 } = frame;
  const at = (along3: number): LpsPoint => combine(originMm, [along3, e3]);
  const view = longAxis[slot];
  if (!view) {
    return {
      centreMm: at(firstSliceMm + sliceStepMm * (slot - longAxis.length)),
      u: combine([0, 0, 0], [-1, e1]),
      v: e2,
    };
  }
  const angle = (view.deg * Math.PI) / 180;
  return {
    centreMm: at(-towardsAtriaMm),
    u: combine([0, 0, 0], [view.sign * Math.cos(angle), e1], [view.sign * Math.sin(angle), e2]),
    v: combine([0, 0, 0], [-1, e3]),
  };
}

function combine(
  from: Vector3,
  ...parts: readonly (readonly [by: number, along: Vector3])[]
): Vector3 {
  const at = (c: 0 | 1 | 2) => parts.reduce((sum, [by, along]) => sum + by * along[c], from[c]);
  return [at(0), at(1), at(2)];
}
