import type { GridFrame } from '../../tomography/circular-geometry.ts';
import type { Range } from '../../tomography/kernels/range.ts';

/** `length` split into as many ranges as there are threads, none empty. */
export function equalShares(length: number, threads: number): Range[] {
  return sharesOf(new Array<number>(length).fill(1), threads);
}

/**
 * The grid's planes along x split so that the field of view, a cylinder about its middle, is: planes
 * at the sides hold few voxels that the panel sees.
 */
export function planeShares({ counts: [nx] }: GridFrame, threads: number): Range[] {
  const middle = (nx - 1) / 2;
  const chords = Array.from({ length: nx }, (_, x) => {
    const off = (x - middle) / (nx / 2);
    return Math.sqrt(1 - off * off) + 0.05;
  });
  return sharesOf(chords, threads);
}

function sharesOf(costs: readonly number[], threads: number): Range[] {
  const total = costs.reduce((a, b) => a + b, 0);
  const ranges: Range[] = [];
  let sum = 0;
  let first = 0;
  costs.forEach((cost, n) => {
    sum += cost;
    const due = (total * (ranges.length + 1)) / threads;
    if (n + 1 < costs.length && sum < due - 1e-9 * total) return;
    ranges.push({ first, end: n + 1 });
    first = n + 1;
  });
  return ranges;
}
