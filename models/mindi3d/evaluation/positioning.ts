import { trilinear } from '../../../studies/volume/resample.ts';
import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { gaussianBlur } from '../../../studies/tomography/simulation/gaussian-blur.ts';

/** A small rigid move about the volume's middle: turns about x, y and z in degrees, then shifts in mm. */
export type Pose = readonly [
  turnX: number,
  turnY: number,
  turnZ: number,
  shiftX: number,
  shiftY: number,
  shiftZ: number,
];

type Place = Pick<VolumeGeometry, 'dims' | 'spacingMm'>;

/** Offsets a patient may have on the couch: within 10 mm and 3 degrees. */
export const testPoses: readonly Pose[] = [
  [0, 0, 0, 6, -4, 3],
  [1.5, -1, 2, -3, 5, -6],
  [-2.5, 2, -1, 8, 2, 5],
  [3, 3, -3, -10, -10, 10],
];

/** The volume as it lies after the patient has moved by the pose, on the same grid; air from outside. */
export function moved(hu: Int16Array, place: Place, pose: Pose): Int16Array {
  const sample = trilinear(hu, place.dims, -1000);
  const map = inverseMap(place, pose);
  const [nx, ny, nz] = place.dims;
  const out = new Int16Array(hu.length);
  for (let k = 0, n = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, n++) {
        const at = sample(along(map, 0, i, j, k), along(map, 4, i, j, k), along(map, 8, i, j, k));
        out[n] = Math.round(at);
      }
  return out;
}

/** Every so many voxels along each axis are compared. */
const strideVoxels = 3;
const blurVoxels = 2;
/** First steps of the search and where it ends, degrees and mm, of the coarse and the fine level. */
const levels = [
  { blur: true, turn: 2, shift: 4, end: 0.1 },
  { blur: false, turn: 0.25, shift: 0.5, end: 0.01 },
] as const;

/**
 * The pose by which `planning` lies displaced from `scanned`: normalised cross-correlation over every
 * third voxel of the region, climbed along one parameter after the other with halving steps, first on
 * blurred volumes. Good for the small offsets of the evaluation.
 */
export function findPose(
  scanned: Int16Array,
  planning: Int16Array,
  place: Place,
  region: Uint8Array,
): Pose {
  let pose: Pose = [0, 0, 0, 0, 0, 0];
  for (const { blur, turn, shift, end } of levels) {
    const [fixed, moving] = [scanned, planning].map((hu) => prepared(hu, place, blur));
    const score = correlation(fixed!, moving!, place, region);
    pose = climb(score, pose, [turn, turn, turn, shift, shift, shift], end / shift);
  }
  return pose;
}

/** Distance of two poses: length of the shift in mm, greatest turn in degrees. */
export function poseError(a: Pose, b: Pose): { shiftMm: number; turnDeg: number } {
  const away = a.map((value, n) => Math.abs(value - b[n]!));
  return {
    shiftMm: Math.hypot(away[3]!, away[4]!, away[5]!),
    turnDeg: Math.max(away[0]!, away[1]!, away[2]!),
  };
}

function prepared(hu: Int16Array, { dims }: Place, blur: boolean): Float32Array {
  const windowed = Float32Array.from(hu, (value) => Math.max(-1000, Math.min(1000, value)));
  return blur ? gaussianBlur(windowed, dims, [blurVoxels, blurVoxels, blurVoxels]) : windowed;
}

function climb(
  score: (pose: Pose) => number,
  start: Pose,
  steps: readonly number[],
  end: number,
): Pose {
  let best = start;
  let bestScore = score(start);
  for (let scale = 1; scale >= end;) {
    let better = false;
    for (let axis = 0; axis < 6; axis++) {
      for (const sign of [1, -1]) {
        const next = best.map((value, n) =>
          n === axis ? value + sign * scale * steps[n]! : value,
        ) as unknown as Pose;
        const nextScore = score(next);
        if (nextScore <= bestScore) continue;
        [best, bestScore, better] = [next, nextScore, true];
        break;
      }
    }
    if (!better) scale /= 2;
  }
  return best;
}

function correlation(fixed: Float32Array, moving: Float32Array, place: Place, region: Uint8Array) {
  const [nx, ny, nz] = place.dims;
  const points: [number, number, number, number][] = [];
  for (let k = 0; k < nz; k += strideVoxels)
    for (let j = 0; j < ny; j += strideVoxels)
      for (let i = 0; i < nx; i += strideVoxels) {
        const n = (k * ny + j) * nx + i;
        if (region[n] === 1) points.push([i, j, k, fixed[n]!]);
      }
  const sample = trilinear(moving, place.dims, -1000);
  return (pose: Pose): number => {
    const map = forwardMap(place, pose);
    let [count, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
    for (const [i, j, k, x] of points) {
      const y = sample(along(map, 0, i, j, k), along(map, 4, i, j, k), along(map, 8, i, j, k));
      count++;
      a += x;
      b += y;
      aa += x * x;
      bb += y * y;
      ab += x * y;
    }
    const covariance = ab - (a * b) / count;
    return covariance / Math.sqrt((aa - (a * a) / count) * (bb - (b * b) / count) + 1e-12);
  };
}

/** Twelve numbers: three rows of an index map, [a b c d] each. */
type IndexMap = Float64Array;

/** From a voxel of the scanned volume to the voxel of the displaced one that holds the same. */
function forwardMap(place: Place, pose: Pose): IndexMap {
  const r = rotation(pose);
  return indexMap(place, (row, column) => r[row]![column]!, pose.slice(3));
}

function inverseMap(place: Place, pose: Pose): IndexMap {
  const r = rotation(pose);
  const shift = pose.slice(3);
  const back = [0, 1, 2].map(
    (row) => -(r[0]![row]! * shift[0]! + r[1]![row]! * shift[1]! + r[2]![row]! * shift[2]!),
  );
  return indexMap(place, (row, column) => r[column]![row]!, back);
}

function indexMap(
  { dims, spacingMm }: Place,
  turn: (row: number, column: number) => number,
  shift: readonly number[],
): IndexMap {
  const middle = dims.map((n) => (n - 1) / 2);
  const map = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    let constant = shift[row]! / spacingMm[row]! + middle[row]!;
    for (let column = 0; column < 3; column++) {
      const value = (turn(row, column) * spacingMm[column]!) / spacingMm[row]!;
      map[row * 4 + column] = value;
      constant -= value * middle[column]!;
    }
    map[row * 4 + 3] = constant;
  }
  return map;
}

function along(m: IndexMap, row: 0 | 4 | 8, i: number, j: number, k: number): number {
  return m[row]! * i + m[row + 1]! * j + m[row + 2]! * k + m[row + 3]!;
}

/** Rz Ry Rx. */
function rotation([x, y, z]: Pose): number[][] {
  const radians = [x, y, z].map((deg) => (deg * Math.PI) / 180);
  const [cx, cy, cz] = radians.map(Math.cos);
  const [sx, sy, sz] = radians.map(Math.sin);
  return [
    [cz! * cy!, cz! * sy! * sx! - sz! * cx!, cz! * sy! * cx! + sz! * sx!],
    [sz! * cy!, sz! * sy! * sx! + cz! * cx!, sz! * sy! * cx! - cz! * sx!],
    [-sy!, cy! * sx!, cy! * cx!],
  ];
}
