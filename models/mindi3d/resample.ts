import type { GridSize, Spacing } from './working-grid.ts';

export interface Grid {
  readonly dims: GridSize;
  readonly spacingMm: Spacing;
}

/**
 * Values of a volume on another grid with the same centre and axes, by separable linear interpolation.
 * Where the new voxels are larger the tent widens with them, so that noise is averaged and not aliased.
 * Beyond the border the border's value holds.
 */
export function resample(values: Float32Array | Int16Array, from: Grid, to: Grid): Float32Array {
  let current: Float32Array | Int16Array = values;
  const dims: [number, number, number] = [...from.dims];
  for (const axis of [0, 1, 2] as const) {
    const taps = tapsAlong(from, to, axis);
    current = alongAxis(current, dims, axis, taps);
    dims[axis] = to.dims[axis];
  }
  return current as Float32Array;
}

/** Source voxels and weights of one new voxel along an axis. */
interface Tap {
  readonly first: number;
  readonly weights: readonly number[];
}

function tapsAlong(from: Grid, to: Grid, axis: 0 | 1 | 2): Tap[] {
  const [size, newSize] = [from.dims[axis], to.dims[axis]];
  const ratio = to.spacingMm[axis] / from.spacingMm[axis];
  const reach = Math.max(1, ratio);
  return Array.from({ length: newSize }, (_, index) => {
    const position = (index - (newSize - 1) / 2) * ratio + (size - 1) / 2;
    const centre = Math.min(size - 1, Math.max(0, position));
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(size - 1, Math.floor(centre + reach));
    const tent = Array.from({ length: last - first + 1 }, (__, n) =>
      Math.max(0, 1 - Math.abs(first + n - centre) / reach),
    );
    const sum = tent.reduce((a, b) => a + b, 0);
    return { first, weights: tent.map((w) => w / sum) };
  });
}

function alongAxis(
  values: Float32Array | Int16Array,
  dims: GridSize,
  axis: 0 | 1 | 2,
  taps: readonly Tap[],
): Float32Array {
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = (dims[0] * dims[1] * dims[2]) / (inner * dims[axis]);
  const out = new Float32Array(outer * taps.length * inner);
  for (let o = 0; o < outer; o++) {
    taps.forEach(({ first, weights }, n) => {
      const to = (o * taps.length + n) * inner;
      for (let w = 0; w < weights.length; w++) {
        const from = (o * dims[axis] + first + w) * inner;
        const weight = weights[w]!;
        for (let i = 0; i < inner; i++) out[to + i]! += weight * values[from + i]!;
      }
    });
  }
  return out;
}
