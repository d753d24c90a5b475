import type { Matrix } from '../../dicom/rt/rigid-matrix.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import { applied, matrixOf } from './pose.ts';

export interface LandmarkMatch {
  readonly movingToFixed: Matrix;
  /** Root mean square distance of the pairs after the match. */
  readonly residualMm: number;
}

/**
 * The rigid move that brings points of the scan nearest to the same points of the planning CT: Horn's
 * closed form with quaternions (J. Opt. Soc. Am. A 4, 1987). Three pairs not on one line at least.
 * Throws SparrowError 'positioning/few-landmarks'.
 */
export function matchLandmarks(
  moving: readonly LpsPoint[],
  fixed: readonly LpsPoint[],
): LandmarkMatch {
  if (moving.length !== fixed.length || !spread(moving) || !spread(fixed)) {
    throw new SparrowError('positioning/few-landmarks');
  }
  const [a, b] = [middle(moving), middle(fixed)];
  const s = Array.from({ length: 9 }, () => 0);
  moving.forEach((p, n) => {
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 3; column++)
        s[row * 3 + column]! += (p[row]! - a[row]!) * (fixed[n]![column]! - b[column]!);
  });
  const rotation = rotationOf(largestVector(quaternionForm(s)));
  const movingToFixed = matrixOf({
    pivotMm: a,
    rotation,
    shiftMm: [b[0] - a[0], b[1] - a[1], b[2] - a[2]],
  });
  const squares = moving.map((p, n) => {
    const q = applied(movingToFixed, p);
    return Math.hypot(q[0] - fixed[n]![0], q[1] - fixed[n]![1], q[2] - fixed[n]![2]) ** 2;
  });
  const mean = squares.reduce((sum, value) => sum + value, 0) / squares.length;
  return { movingToFixed, residualMm: Math.sqrt(mean) };
}

/** Whether three of the points span a triangle worth the name, a millimetre high. */
function spread(points: readonly LpsPoint[]): boolean {
  if (points.length < 3) return false;
  const from = points[0]!;
  const away = (p: LpsPoint): LpsPoint => [p[0] - from[0], p[1] - from[1], p[2] - from[2]];
  const far = points.map(away).reduce((x, y) => (Math.hypot(...y) > Math.hypot(...x) ? y : x));
  const long = Math.hypot(...far);
  return points.map(away).some(([x, y, z]) => {
    const [u, v, w] = far;
    return Math.hypot(y * w - z * v, z * u - x * w, x * v - y * u) > Math.max(1, long);
  });
}

function middle(points: readonly LpsPoint[]): LpsPoint {
  const mean = (c: 0 | 1 | 2) => points.reduce((sum, p) => sum + p[c], 0) / points.length;
  return [mean(0), mean(1), mean(2)];
}

/** Horn's symmetric 4 x 4 matrix, whose largest eigenvector is the rotation's quaternion. */
function quaternionForm(s: readonly number[]): number[] {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = s as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ].flat();
}

/** Eigenvector of the largest eigenvalue of a symmetric 4 x 4 matrix, by Jacobi's rotations. */
function largestVector(form: readonly number[]): readonly number[] {
  const m = [...form];
  const v = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < 3; p++) {
      for (let q = p + 1; q < 4; q++) {
        if (m[p * 4 + q] === 0) continue;
        const angle = 0.5 * Math.atan2(2 * m[p * 4 + q]!, m[q * 4 + q]! - m[p * 4 + p]!);
        turn(m, v, p, q, Math.cos(angle), Math.sin(angle));
      }
    }
  }
  const best = [0, 1, 2, 3].reduce((a, b) => (m[b * 5]! > m[a * 5]! ? b : a));
  return [0, 1, 2, 3].map((row) => v[row * 4 + best]!);
}

function turn(m: number[], v: number[], p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < 4; k++) {
    const [a, b] = [m[k * 4 + p]!, m[k * 4 + q]!];
    [m[k * 4 + p], m[k * 4 + q]] = [c * a - s * b, s * a + c * b];
    const [d, e] = [v[k * 4 + p]!, v[k * 4 + q]!];
    [v[k * 4 + p], v[k * 4 + q]] = [c * d - s * e, s * d + c * e];
  }
  for (let k = 0; k < 4; k++) {
    const [a, b] = [m[p * 4 + k]!, m[q * 4 + k]!];
    [m[p * 4 + k], m[q * 4 + k]] = [c * a - s * b, s * a + c * b];
  }
}

function rotationOf([w, x, y, z]: readonly number[]): number[] {
  const [a, b, c, d] = [w!, x!, y!, z!];
  return [
    a * a + b * b - c * c - d * d,
    2 * (b * c - a * d),
    2 * (b * d + a * c),
    2 * (b * c + a * d),
    a * a - b * b + c * c - d * d,
    2 * (c * d - a * b),
    2 * (b * d - a * c),
    2 * (c * d + a * b),
    a * a - b * b - c * c + d * d,
  ];
}
