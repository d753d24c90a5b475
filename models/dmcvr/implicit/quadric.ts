import type { SampleBatch } from './contour-samples.ts';

/** Coefficients of 1, x, y, z, x^2, y^2, z^2, xy, xz, yz. */
export type Quadric = Float64Array;

const terms = 10;
const rounds = 12;
/** Width of the change from outside to inside, mm. */
const softMm = 1;

/**
 * The quadric that best tells inside from outside: the surface the network starts from. Spheres,
 * ellipsoids and cylinders, tilted or not, are quadrics, so the network has only the rest to learn.
 * Logistic regression by Newton's steps: only the sides of the outlines speak, since distances in a
 * plane are not distances in space. Coordinates are divided by `unitMm` for the sake of the numbers.
 */
export function fitQuadric(batch: SampleBatch, unitMm: number): Quadric {
  const quadric = new Float64Array(terms);
  const row = new Float64Array(terms);
  const ridge = 1e-6 * batch.signedMm.length;
  for (let round = 0; round < rounds; round++) {
    const matrix = Array.from({ length: terms }, (_, i) => {
      const line = new Float64Array(terms + 1);
      line[i] = ridge;
      line[terms] = -ridge * quadric[i]!;
      return line;
    });
    batch.signedMm.forEach((signed, s) => {
      monomials(batch.points, s, unitMm, row);
      const share = logistic(row.reduce((sum, value, i) => sum + value * quadric[i]!, 0));
      const miss = logistic(signed / softMm) - share;
      // Newton's own weight vanishes where the answer is sure; a floor keeps the steps short.
      const weight = Math.max(0.02, share * (1 - share));
      for (let i = 0; i < terms; i++) {
        const line = matrix[i]!;
        for (let j = 0; j < terms; j++) line[j]! += weight * row[i]! * row[j]!;
        line[terms]! += miss * row[i]!;
      }
    });
    solved(matrix).forEach((step, i) => (quadric[i]! += step));
  }
  return quadric.map((value) => value * softMm);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Value at point s of x, y, z triples, mm. */
export function quadricAt(
  quadric: Quadric,
  points: Float32Array,
  s: number,
  unitMm: number,
): number {
  const [x, y, z] = [
    points[s * 3]! / unitMm,
    points[s * 3 + 1]! / unitMm,
    points[s * 3 + 2]! / unitMm,
  ];
  const q = quadric;
  return (
    q[0]! +
    x * (q[1]! + q[4]! * x + q[7]! * y + q[8]! * z) +
    y * (q[2]! + q[5]! * y + q[9]! * z) +
    z * (q[3]! + q[6]! * z)
  );
}

function monomials(points: Float32Array, s: number, unitMm: number, out: Float64Array): void {
  const [x, y, z] = [
    points[s * 3]! / unitMm,
    points[s * 3 + 1]! / unitMm,
    points[s * 3 + 2]! / unitMm,
  ];
  out.set([1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z]);
}

/** Gauss elimination of a positive definite system, right side in the last column. */
function solved(matrix: Float64Array[]): Float64Array {
  const size = matrix.length;
  for (let k = 0; k < size; k++)
    for (let i = k + 1; i < size; i++) {
      const share = matrix[i]![k]! / matrix[k]![k]!;
      for (let j = k; j <= size; j++) matrix[i]![j]! -= share * matrix[k]![j]!;
    }
  const out = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    let rest = matrix[i]![size]!;
    for (let j = i + 1; j < size; j++) rest -= matrix[i]![j]! * out[j]!;
    out[i] = rest / matrix[i]![i]!;
  }
  return out;
}
