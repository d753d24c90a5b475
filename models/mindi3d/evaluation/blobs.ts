import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';

/** Something in a picture that the reference does not have, or the other way round. */
export interface Blob {
  /** Mean difference in the worst ball, HU; negative: removed. */
  readonly peakHu: number;
  /** Voxel index of that ball's middle. */
  readonly voxel: number;
  readonly volumeMm3: number;
  /** The input has it too: left over, not made by the method. */
  readonly inInput: boolean;
}

export const blobHu = 100;
export const blobMm = 6;

/**
 * Blobs of a picture against its reference: connected places where a whole ball of 6 mm differs by more
 * than 100 HU on average. Thin lines along edges, which are loss of sharpness, are none. Worst first.
 *
 * @param input what the method began with: streaks of few views that it left are not its own
 */
export function blobs(
  { volume, reference, input }: { volume: Int16Array; reference: Int16Array; input: Int16Array },
  { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>,
  region: Uint8Array,
): Blob[] {
  const means = ballMeans(volume, reference, dims, spacingMm, region);
  const inputMeans = ballMeans(input, reference, dims, spacingMm, region);
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const seen = new Uint8Array(means.length);
  const plane = dims[0] * dims[1];
  const steps = [1, -1, dims[0], -dims[0], plane, -plane];
  const found: Blob[] = [];
  for (let start = 0; start < means.length; start++) {
    if (seen[start] === 1 || Math.abs(means[start]!) <= blobHu) continue;
    const sign = Math.sign(means[start]!);
    const queue = [start];
    seen[start] = 1;
    let [worst, count] = [start, 0];
    for (let n = queue.pop(); n !== undefined; n = queue.pop()) {
      count++;
      if (Math.abs(means[n]!) > Math.abs(means[worst]!)) worst = n;
      for (const step of steps) {
        const next = n + step;
        if (seen[next] !== 0 || !(sign * means[next]! > blobHu)) continue;
        seen[next] = 1;
        queue.push(next);
      }
    }
    found.push({
      peakHu: means[worst]!,
      voxel: worst,
      volumeMm3: count * voxelMm3,
      inInput: sign * inputMeans[worst]! > blobHu,
    });
  }
  return found.sort((a, b) => Math.abs(b.peakHu) - Math.abs(a.peakHu));
}

/** Mean difference in the ball about each voxel of the region, 0 elsewhere. */
function ballMeans(
  volume: Int16Array,
  reference: Int16Array,
  dims: readonly [number, number, number],
  spacingMm: readonly [number, number, number],
  region: Uint8Array,
): Float32Array {
  const offsets = ballOffsets(dims, spacingMm);
  const out = new Float32Array(volume.length);
  for (let n = 0; n < volume.length; n++) {
    if (region[n] === 0) continue;
    let sum = 0;
    // The region keeps off the border by more than the ball's radius.
    for (const offset of offsets) sum += volume[n + offset]! - reference[n + offset]!;
    out[n] = sum / offsets.length;
  }
  return out;
}

function ballOffsets(
  [nx, ny]: readonly [number, number, number],
  spacingMm: readonly [number, number, number],
): number[] {
  // At least the six neighbours, whatever the voxels' size.
  const radius = Math.max(blobMm / 2, Math.max(...spacingMm)) + 1e-6;
  const reach = spacingMm.map((mm) => Math.floor(radius / mm)) as [number, number, number];
  const offsets: number[] = [];
  for (let k = -reach[2]; k <= reach[2]; k++)
    for (let j = -reach[1]; j <= reach[1]; j++)
      for (let i = -reach[0]; i <= reach[0]; i++) {
        if (Math.hypot(i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]) > radius) continue;
        offsets.push((k * ny + j) * nx + i);
      }
  return offsets;
}
