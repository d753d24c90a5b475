import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  fieldOfViewRadiusMm,
  fullTurn,
  type AttenuationGrid,
  type CircularGeometry,
} from '../tomography/circular-geometry.ts';
import { attenuationToHu } from '../tomography/fdk.ts';
import type { VolumeGeometry } from '../volume/geometry.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import type { ScanShare, ScanSums } from './cbct-scan.ts';
import { chestPhantom } from './chest-phantom.ts';

export const DENSE_VIEWS = 400;
export const SPARSE_STRIDE = 8;

/** Full fan, 1000/1500 mm, as the first preset that MInDI-3D is trained on. */
export const sampleGeometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 200,
  detectorRows: 176,
  pixelMm: [2.5, 2.5],
  anglesDeg: fullTurn(DENSE_VIEWS),
  isocentreMm: [0, 0, 0],
};

const counts = [128, 128, 96] as const;
const spacingMm = [2.5, 2.5, 2.5] as const;
// A quarter voxel off the phantom's grid, so that the two never coincide.
const originMm = [-158.25, -158.25, -118.25] as const;

/**
 * The sample cone-beam CT: the chest phantom scanned with 400 views and, from the same
 * projections, with every eighth of them. 128 x 128 x 96 voxels of 2.5 mm, HU.
 *
 * @throws the signal's reason when cancelled
 */
export async function scanChest(options: {
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}): Promise<{ dense: VoxelGrid; sparse: VoxelGrid }> {
  const object = chestPhantom().attenuation();
  const shared = new Float32Array(new SharedArrayBuffer(object.mu.byteLength));
  shared.set(object.mu);
  const workers = Math.max(1, Math.min(8, availableParallelism()));
  let done = 0;
  const shares = Array.from({ length: workers }, (_, first): ScanShare => ({
    object: { ...object, mu: shared },
    geometry: sampleGeometry,
    stride: SPARSE_STRIDE,
    photons: 1e5,
    seed: 1000,
    first,
    step: workers,
    reconstruction: { counts, spacingMm, originMm },
  }));
  const sums = await Promise.all(
    shares.map((share) =>
      runShare(share, options, () => options.onProgress?.(++done / DENSE_VIEWS)),
    ),
  );
  return {
    dense: toVolume(sums.map((sum) => sum.dense)),
    sparse: toVolume(sums.map((sum) => sum.sparse)),
  };
}

function runShare(
  share: ScanShare,
  options: { signal?: AbortSignal },
  onView: () => void,
): Promise<ScanSums> {
  options.signal?.throwIfAborted();
  const worker = new Worker(new URL('./cbct-worker.ts', import.meta.url), { workerData: share });
  const stop = () => void worker.terminate();
  options.signal?.addEventListener('abort', stop, { once: true });
  return new Promise<ScanSums>((resolve, reject) => {
    worker.on('message', (message: 'view' | ScanSums) => {
      if (message === 'view') onView();
      else resolve(message);
    });
    worker.on('error', reject);
    worker.on('exit', () =>
      reject((options.signal?.reason as Error | undefined) ?? new Error('scan worker ended early')),
    );
  }).finally(() => options.signal?.removeEventListener('abort', stop));
}

function toVolume(parts: Float32Array[]): VoxelGrid {
  const mu = parts.reduce((sum, part) => sum.map((value, n) => value + (part[n] as number)));
  const grid: AttenuationGrid = { counts, spacingMm, originMm, mu };
  const geometry: VolumeGeometry = {
    dims: counts,
    spacingMm,
    originMm,
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  const hu = attenuationToHu(grid);
  emptyOutsideFieldOfView(hu, geometry);
  return {
    geometry,
    phases: 1,
    voxelType: 'int16',
    voxels: hu,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}

/** Outside the cylinder that every view sees there is no image, only air. */
function emptyOutsideFieldOfView(
  hu: Int16Array,
  { dims, spacingMm: mm, originMm: at }: VolumeGeometry,
): void {
  const radius = fieldOfViewRadiusMm(sampleGeometry) - mm[0];
  for (let j = 0; j < dims[1]; j++)
    for (let i = 0; i < dims[0]; i++) {
      if (Math.hypot(at[0] + i * mm[0], at[1] + j * mm[1]) < radius) continue;
      for (let k = 0; k < dims[2]; k++) hu[(k * dims[1] + j) * dims[0] + i] = -1000;
    }
}
