import { heartClass } from '../contours/classes.ts';
import { CROP_PIXEL_MM, CROP_SIZE } from '../planes/crop-grid.ts';
import { chamberTally } from '../function/tally.ts';
import { smoothAxis, type AxisPlace } from './smooth-axis.ts';

/** How far a slice was shifted against the others. */
export interface BreathShift {
  /** To the right and down in the crop (along u and v), mm; nil where it can't be told. */
  readonly shiftMm: readonly [number, number];
  /** Of each of the two; null: it can't be told. */
  readonly standardErrorMm: number | null;
}

const { lvCavity } = heartClass;
/** Fewer slices say nothing: a line leaves too little of them. */
const fewestSlices = 4;
/** Smaller cavities have no firm centre. */
const leastAreaMm2 = 100;
/** A cavity with less muscle round it may be cut by the valve plane: its centre moves with the cut. */
const leastMuscled = 0.9;
/** How finely a label map shows a centre. */
const centreMm = 0.4;

/**
 * Breath-hold shifts of the slices of a stack. At every phase the centre of the left ventricle's
 * cavity is set against a stiff smooth axis through those of all slices; the shift is the mean over
 * the phases. The cavity, not the epicardium: near the base the valve plane cuts into the muscle
 * before it reaches the cavity. A straight line along the stack is the heart's own tilt and counts
 * as none; so the part of the true shifts that lies on a line can't be told either.
 * @param labels of the slices base to apex, each at the same phases (one or more), 96 x 96
 * @param zMm depths of the slices
 */
export function breathShifts(
  labels: readonly (readonly Uint8Array[])[],
  zMm: readonly number[],
): BreathShift[] {
  const sums = labels.map(() => ({ uMm: 0, vMm: 0, variance: 0, phases: 0 }));
  for (let phase = 0; phase < (labels[0]?.length ?? 0); phase++) {
    const seen = labels.flatMap((slice, k) => {
      const centre = cavityCentre(slice[phase]!);
      return centre === null ? [] : [{ ...centre, slice: k, zMm: zMm[k]! }];
    });
    if (seen.length < fewestSlices) continue;
    const axis = smoothAxis(seen);
    seen.forEach(({ slice, uMm, vMm }, k) => {
      const sum = sums[slice]!;
      sum.uMm += uMm - axis.uMm[k]!;
      sum.vMm += vMm - axis.vMm[k]!;
      sum.variance += axis.sdMm[k]! ** 2;
      sum.phases++;
    });
  }
  return sums.map(({ uMm, vMm, variance, phases }) =>
    phases === 0
      ? { shiftMm: [0, 0], standardErrorMm: null }
      : {
          shiftMm: [uMm / phases, vMm / phases],
          // A slice is shifted alike at all phases, so the axis errs alike; its outlines don't.
          standardErrorMm: Math.sqrt((variance + centreMm ** 2) / phases),
        },
  );
}

/** Mean place of the cavity's pixels; null: none that says where the ventricle's middle is. */
function cavityCentre(labels: Uint8Array): Pick<AxisPlace, 'uMm' | 'vMm'> | null {
  const tally = chamberTally(labels, [CROP_SIZE, CROP_SIZE], [CROP_PIXEL_MM, CROP_PIXEL_MM]);
  if (tally.lvMm2 < leastAreaMm2 || tally.muscledShare < leastMuscled) return null;
  let [pixels, columns, rows] = [0, 0, 0];
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] !== lvCavity) continue;
    pixels++;
    columns += at % CROP_SIZE;
    rows += Math.floor(at / CROP_SIZE);
  }
  return { uMm: (columns / pixels) * CROP_PIXEL_MM, vMm: (rows / pixels) * CROP_PIXEL_MM };
}
