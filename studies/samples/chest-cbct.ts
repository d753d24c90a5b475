import { Worker } from 'node:worker_threads';
import { fullTurn, type CircularGeometry } from '../tomography/circular-geometry.ts';
import type { Projections } from '../tomography/projections.ts';
import { volumeGeometry } from '../tomography/simulation/simulate-scan.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import type { SampleScan, SampleVolumes } from './cbct-scan.ts';
import { chestPhantom } from './chest-phantom.ts';

export const DENSE_VIEWS = 400;
export const SPARSE_VIEWS = 50;
/** Photons at a detector pixel without the patient. */
export const PHOTONS = 1e5;

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

const frame = {
  counts: [128, 128, 96],
  spacingMm: [2.5, 2.5, 2.5],
  // A quarter voxel off the phantom's grid, so that the two never coincide.
  originMm: [-158.25, -158.25, -118.25],
} as const;

/** The volumes of the sample cone-beam CT, and the projections that the sparse one is made from. */
export interface ScannedChest {
  dense: VoxelGrid;
  sparse: VoxelGrid;
  projections: Projections;
}

/**
 * The sample cone-beam CT: the chest phantom scanned with 400 views and, from the same
 * projections, with every eighth of them. 128 x 128 x 96 voxels of 2.5 mm, HU.
 *
 * @throws the signal's reason when cancelled
 */
export async function scanChest(options: {
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}): Promise<ScannedChest> {
  const { dense, sparse, projections } = await runScan(
    {
      object: chestPhantom().attenuation(),
      geometry: sampleGeometry,
      sparseViews: SPARSE_VIEWS,
      photons: PHOTONS,
      seed: 1000,
      frame,
    },
    options,
  );
  return { dense: toVolume(dense), sparse: toVolume(sparse), projections };
}

function runScan(
  scan: SampleScan,
  { onProgress, signal }: { onProgress?: (fraction: number) => void; signal?: AbortSignal },
): Promise<SampleVolumes> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./cbct-worker.ts', import.meta.url), {
    workerData: scan,
    transferList: [scan.object.mu.buffer as ArrayBuffer],
  });
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise<SampleVolumes>((resolve, reject) => {
    worker.on('message', (message: number | SampleVolumes) => {
      if (typeof message === 'number') onProgress?.(message);
      else resolve(message);
    });
    worker.on('error', reject);
    worker.on('exit', () =>
      reject((signal?.reason as Error | undefined) ?? new Error('scan worker ended early')),
    );
  }).finally(() => signal?.removeEventListener('abort', stop));
}

function toVolume(hu: Int16Array): VoxelGrid {
  return {
    geometry: volumeGeometry(frame),
    phases: 1,
    voxelType: 'int16',
    voxels: hu,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}
