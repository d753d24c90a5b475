import { planDense, type DensePlan } from '../../../studies/cardiac/dense/plan-dense.ts';
import type { HeartFrame, HeartPlane } from '../../../studies/library/heart-records.ts';
import { CROP, PIXELS } from '../graph-shapes.ts';

/** Three rings of growing size, 8 and 12 mm apart, in the greys that the tiny graphs tell apart. */
export interface ThreeSlices {
  readonly pictures: readonly Float32Array[];
  /** What was painted. */
  readonly labels: readonly Uint8Array[];
  readonly zMm: readonly number[];
  readonly plan: DensePlan;
}

const greys = [0, 1, 0.5, 0.25];

export function threeSlices(): ThreeSlices {
  const zMm = [0, 8, 20];
  const labels = [10, 12, 15].map(ring);
  return {
    labels,
    zMm,
    pictures: labels.map((map) => Float32Array.from(map, (label) => greys[label]!)),
    plan: planDense(zMm.map(planeAt), frame),
  };
}

/** A cavity of so many pixels' radius, muscle of 5 pixels round it, and a right ventricle beside it. */
function ring(radius: number): Uint8Array {
  return Uint8Array.from({ length: PIXELS }, (_, n) => {
    const [x, y] = [(n % CROP) - 50, Math.floor(n / CROP) - 48];
    const away = Math.hypot(x, y);
    if (away < radius) return 1;
    if (away < radius + 5) return 2;
    return Math.hypot(x + radius + 14, y) < 9 ? 3 : 0;
  });
}

const frame: HeartFrame = {
  originMm: [0, 0, 0],
  e1: [-1, 0, 0],
  e2: [0, 1, 0],
  e3: [0, 0, 1],
  originBy: 'variance',
  septalBy: 'usual',
};

function planeAt(zMm: number, slice: number): HeartPlane {
  const half = ((CROP - 1) / 2) * 2;
  return {
    id: `rings/${slice}`,
    volumeId: 'rings',
    slice,
    view: 'sax',
    viewBy: 'geometry',
    order: slice,
    used: true,
    reason: null,
    slot: null,
    phases: 1,
    originMm: [-half, -half, zMm],
    row: [1, 0, 0],
    column: [0, 1, 0],
    spacingMm: [2, 2],
    thicknessMm: 8,
    dims: [CROP, CROP],
  };
}
