/** 4 x 4, row by row, on column vectors (x, y, z, 1). */
export type Matrix = readonly number[];

export const identityMatrix: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** First `b`, then `a`. */
export function multiply(a: Matrix, b: Matrix): number[] {
  return Array.from({ length: 16 }, (_, n) => {
    const [row, column] = [Math.floor(n / 4), n % 4];
    return [0, 1, 2, 3].reduce((sum, k) => sum + a[row * 4 + k]! * b[k * 4 + column]!, 0);
  });
}

/** The way back, for matrices whose last row is 0 0 0 1; null for one that flattens space. */
export function inverse(m: Matrix): number[] | null {
  const [a, b, c, d, e, f, g, h, i] = [0, 1, 2, 4, 5, 6, 8, 9, 10].map((n) => m[n]!) as [
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
  const det = determinant(m);
  if (!(Math.abs(det) > 1e-12)) return null;
  const r = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ].map((value) => value / det);
  const back = (row: number) =>
    -(r[row * 3]! * m[3]! + r[row * 3 + 1]! * m[7]! + r[row * 3 + 2]! * m[11]!);
  return [0, 1, 2]
    .flatMap((row) => [r[row * 3]!, r[row * 3 + 1]!, r[row * 3 + 2]!, back(row)])
    .concat(0, 0, 0, 1);
}

/** Of the 3 x 3 part: 1 for a rotation, negative for a mirror. */
export function determinant(m: Matrix): number {
  return (
    m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) -
    m[1]! * (m[4]! * m[10]! - m[6]! * m[8]!) +
    m[2]! * (m[4]! * m[9]! - m[5]! * m[8]!)
  );
}

/** Largest entry of R Rt - 1 and of the last row's departure from 0 0 0 1; 0 for a rigid matrix. */
export function departureFromRigid(m: Matrix): number {
  let worst = 0;
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      const product = [0, 1, 2].reduce((sum, k) => sum + m[a * 4 + k]! * m[b * 4 + k]!, 0);
      worst = Math.max(worst, Math.abs(product - Number(a === b)));
    }
  }
  return [0, 0, 0, 1].reduce((most, one, n) => Math.max(most, Math.abs(m[12 + n]! - one)), worst);
}
