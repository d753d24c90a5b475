type Dims = readonly [number, number, number];

export const tissues = ['lung', 'fat', 'muscle', 'bone'] as const;
export type Tissue = (typeof tissues)[number];
/** Mean signed error in HU; null where too few voxels qualify. */
export type TissueBias = Readonly<Record<Tissue, number | null>>;

/** CT numbers of the reference that make a tissue, HU. */
const rangesHu: Readonly<Record<Tissue, readonly [number, number]>> = {
  lung: [-900, -600],
  fat: [-140, -60],
  muscle: [20, 90],
  bone: [250, 1500],
};
/** A voxel's neighbours may differ by this much, HU. */
const spreadHu = (tissue: Tissue) => (tissue === 'bone' ? 400 : 120);
const fewestVoxels = 300;
const bodyHu = -400;
const skinVoxels = 2;

/**
 * Mean signed error of a volume in voxels of the body whose reference, averaged over its neighbours,
 * lies in a tissue's range and varies little around them (models/training/metrics.py `bias`). The body
 * is what is above -400 HU with the holes of each slice filled, less two voxels.
 */
export function tissueBias(
  volume: Int16Array,
  reference: Int16Array,
  dims: Dims,
  region: Uint8Array,
  least = fewestVoxels,
): TissueBias {
  const [nx, ny, nz] = dims;
  const mean = neighbourhood(Float32Array.from(reference), dims, (a, b, c) => (a + b + c) / 3);
  const highest = neighbourhood(mean, dims, Math.max);
  const lowest = neighbourhood(mean, dims, Math.min);
  const plane = nx * ny;
  const sums = Object.fromEntries(tissues.map((t) => [t, { sum: 0, count: 0 }]));
  for (let k = 0; k < nz; k++) {
    const body = bodyOf(mean.subarray(k * plane, (k + 1) * plane), nx, ny);
    for (let p = 0; p < plane; p++) {
      const n = k * plane + p;
      if (region[n] === 0 || body[p] === 0) continue;
      for (const tissue of tissues) {
        const [low, high] = rangesHu[tissue];
        if (!(mean[n]! > low && mean[n]! < high)) continue;
        if (highest[n]! - lowest[n]! >= spreadHu(tissue)) continue;
        sums[tissue]!.sum += volume[n]! - reference[n]!;
        sums[tissue]!.count++;
      }
    }
  }
  const bias = (tissue: Tissue) => {
    const { sum, count } = sums[tissue]!;
    return count >= least ? sum / count : null;
  };
  return { lung: bias('lung'), fat: bias('fat'), muscle: bias('muscle'), bone: bias('bone') };
}

/** A separable rule over the 3 x 3 x 3 neighbours, edges repeated. */
function neighbourhood(
  values: Float32Array,
  [nx, ny, nz]: Dims,
  rule: (before: number, at: number, after: number) => number,
): Float32Array {
  let current = values;
  for (const [stride, length] of [
    [1, nx],
    [nx, ny],
    [nx * ny, nz],
  ] as const) {
    const next = new Float32Array(current.length);
    for (let n = 0; n < current.length; n++) {
      const index = Math.floor(n / stride) % length;
      const before = index > 0 ? current[n - stride]! : current[n]!;
      const after = index + 1 < length ? current[n + stride]! : current[n]!;
      next[n] = rule(before, current[n]!, after);
    }
    current = next;
  }
  return current;
}

/** Above -400 HU, holes filled, eroded by two voxels (four neighbours). */
function bodyOf(slice: Float32Array, nx: number, ny: number): Uint8Array {
  const outside = new Uint8Array(slice.length);
  const queue: number[] = [];
  const reach = (p: number) => {
    if (slice[p]! > bodyHu || outside[p] === 1) return;
    outside[p] = 1;
    queue.push(p);
  };
  for (let i = 0; i < nx; i++) [i, (ny - 1) * nx + i].forEach(reach);
  for (let j = 0; j < ny; j++) [j * nx, j * nx + nx - 1].forEach(reach);
  for (let p = queue.pop(); p !== undefined; p = queue.pop()) {
    const i = p % nx;
    if (i > 0) reach(p - 1);
    if (i + 1 < nx) reach(p + 1);
    if (p >= nx) reach(p - nx);
    if (p + nx < slice.length) reach(p + nx);
  }
  let body = outside.map((out) => 1 - out);
  for (let pass = 0; pass < skinVoxels; pass++) {
    // Beyond the picture there is no body.
    body = body.map((is, p, all) => {
      const i = p % nx;
      const kept = i > 0 && i + 1 < nx && p >= nx && p + nx < all.length;
      return kept && is & all[p - 1]! & all[p + 1]! & all[p - nx]! & all[p + nx]! ? 1 : 0;
    });
  }
  return body;
}
