import type { SampleBatch } from './contour-samples.ts';

/** Coefficients of 1, x, y, z, x^2, y^2, z^2, xy, xz, yz. */
export type Quadric = Float64Array;

const terms = 10;
const rounds = 25;
/** Width of the change from outside to inside, mm. */
const softMm = 1;

/**
 * The quadric that best tells inside from outside: the surface the network starts from. Spheres,
 * ellipsoids and cylinders, tilted or not, are quadrics, so the network has only the rest to learn.
 * Logistic regression by damped Newton steps (Levenberg and Marquardt): only the sides of the outlines
 * speak, since distances in a plane are not distances in space. Coordinates are divided by `unitMm`
 * for the sake of the numbers.
 */
export function fitQuadric(batch: SampleBatch, unitMm: number): Quadric {
  let quadric: Quadric = new Float64Array(terms);
  let { loss, matrix } = linearised(quadric, batch, unitMm);
  let damping = 1;
  for (let round = 0; round < rounds; round++) {
    const damped = matrix.map((line) => line.slice());
    damped.forEach((line, i) => (line[i]! *= 1 + damping));
    const step = solved(damped);
    const tried = quadric.map((value, i) => value + step[i]!);
    const there = linearised(tried, batch, unitMm);
    if (there.loss < loss) {
      quadric = tried;
      ({ loss, matrix } = there);
      damping /= 8;
    } else damping *= 8;
  }
  return quadric.map((value) => value * softMm);
}

/** Log loss of a quadric in units of `softMm`, and Newton's equations there, right side last. */
function linearised(quadric: Quadric, { points, signedMm }: SampleBatch, unitMm: number) {
  const ridge = 1e-6 * signedMm.length;
  const row = new Float64Array(terms);
  const matrix = Array.from({ length: terms }, (_, i) => {
    const line = new Float64Array(terms + 1);
    line[i] = ridge;
    line[terms] = -ridge * quadric[i]!;
    return line;
  });
  let loss = quadric.reduce((sum, value) => sum + (ridge * value * value) / 2, 0);
  for (let s = 0; s < signedMm.length; s++) {
    monomials(points, s, unitMm, row);
    let value = 0;
    for (let i = 0; i < terms; i++) value += row[i]! * quadric[i]!;
    const wanted = logistic(signedMm[s]! / softMm);
    const share = logistic(value);
    loss += Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))) - wanted * value;
    const weight = share * (1 - share);
    for (let i = 0; i < terms; i++) {
      const line = matrix[i]!;
      for (let j = 0; j < terms; j++) line[j]! += weight * row[i]! * row[j]!;
      line[terms]! += (wanted - share) * row[i]!;
    }
  }
  return { loss, matrix };
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
