import type { AttenuationGrid, CircularGeometry } from '../tomography/circular-geometry.ts';
import { everyNth } from '../tomography/circular-geometry.ts';
import { FdkAccumulator } from '../tomography/fdk.ts';
import { projectView } from '../tomography/forward-projection.ts';
import { normal, poisson, uniform } from './random.ts';

/** One worker's share of a simulated scan. Buffers are shared; each worker adds into its own sums. */
export interface ScanShare {
  object: AttenuationGrid;
  geometry: CircularGeometry;
  /** Which of every `stride`-th views make the sparse scan. */
  stride: number;
  /** Photons at a detector pixel without the patient. */
  photons: number;
  seed: number;
  /** This worker takes views first, first + step, ... */
  first: number;
  step: number;
  reconstruction: Pick<AttenuationGrid, 'counts' | 'spacingMm' | 'originMm'>;
}

export interface ScanSums {
  dense: Float32Array;
  sparse: Float32Array;
}

const ELECTRONIC_NOISE_COUNTS = 5;

/** Project, add quantum and electronic noise, and reconstruct the dense and the sparse scan at once. */
export function scanShare(share: ScanShare, onView: () => void): ScanSums {
  const { geometry, reconstruction, stride } = share;
  const empty = () => new Float32Array(reconstruction.counts.reduce((a, b) => a * b, 1));
  const dense = { ...reconstruction, mu: empty() };
  const sparse = { ...reconstruction, mu: empty() };
  const denseFdk = new FdkAccumulator(geometry, dense);
  const sparseFdk = new FdkAccumulator(everyNth(geometry, stride), sparse);
  const projection = new Float32Array(geometry.detectorColumns * geometry.detectorRows);
  for (let view = share.first; view < geometry.anglesDeg.length; view += share.step) {
    projectView(share.object, geometry, view, projection);
    addNoise(projection, share.photons, share.seed + view);
    denseFdk.add(view, projection);
    if (view % stride === 0) sparseFdk.add(view / stride, projection);
    onView();
  }
  return { dense: dense.mu, sparse: sparse.mu };
}

function addNoise(projection: Float32Array, photons: number, seed: number): void {
  const gauss = normal(uniform(seed));
  for (let n = 0; n < projection.length; n++) {
    const counts = poisson(photons * Math.exp(-(projection[n] as number)), gauss);
    const read = Math.max(1, counts + ELECTRONIC_NOISE_COUNTS * gauss());
    projection[n] = -Math.log(read / photons);
  }
}
