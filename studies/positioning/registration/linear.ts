/**
 * Solves a symmetric positive definite system by Cholesky factors; null where it is not positive
 * definite. `matrix` is n x n, row by row.
 */
export function solved(matrix: ArrayLike<number>, right: ArrayLike<number>): number[] | null {
  const n = right.length;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i === j && !(sum > 0)) return null;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j]!;
    }
  }
  const x = Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  return x;
}

/** Inverse of a symmetric positive definite matrix, row by row; null where it is not. */
export function inverted(matrix: ArrayLike<number>, n: number): number[] | null {
  const columns: number[][] = [];
  for (let c = 0; c < n; c++) {
    const column = solved(
      matrix,
      Array.from({ length: n }, (_, i) => (i === c ? 1 : 0)),
    );
    if (column === null) return null;
    columns.push(column);
  }
  return columns.flat();
}
