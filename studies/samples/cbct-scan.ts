import {
  type AttenuationGrid,
  type CircularGeometry,
  type GridFrame,
} from '../tomography/circular-geometry.ts';
import type { ConeBeam } from '../tomography/cone-beam.ts';
import type { Projections } from '../tomography/projections.ts';
import { measure, scatterViews } from '../tomography/simulation/detector.ts';
import { reconstruct, sparseScan } from '../tomography/simulation/simulate-scan.ts';
import { pickViews } from '../tomography/view-frame.ts';

export interface SampleScan {
  object: AttenuationGrid;
  /** Of the dense scan. */
  geometry: CircularGeometry;
  sparseViews: number;
  /** Photons at a detector pixel without the patient. */
  photons: number;
  seed: number;
  frame: GridFrame;
}

export interface SampleVolumes {
  /** HU, columns fastest. */
  dense: Int16Array;
  sparse: Int16Array;
  projections: Projections;
}

const ELECTRONIC_NOISE_PHOTONS = 5;
/** Shares of the time that projecting and the dense reconstruction take, about. */
const PROJECTED = 0.6;
const DENSE = 0.35;

/** Project, add quantum and electronic noise, and reconstruct the dense and the sparse scan. */
export async function scanSample(
  beam: ConeBeam,
  { object, geometry, sparseViews, photons, seed, frame }: SampleScan,
  onProgress: (fraction: number) => void,
): Promise<SampleVolumes> {
  const views = geometry.anglesDeg.length;
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  const detector = {
    photons,
    electronic: ELECTRONIC_NOISE_PHOTONS,
    seed,
    scatter: 0,
    hardening: 0,
  };
  const lineIntegrals = new Float32Array(views * pixels);
  for (let from = 0; from < views; from += scatterViews) {
    const to = Math.min(views, from + scatterViews);
    const part = Array.from({ length: to - from }, (_, n) => from + n);
    const lines = await beam.project(object, pickViews(geometry, part));
    measure(lines, geometry, detector, from);
    lineIntegrals.set(lines, from * pixels);
    onProgress((PROJECTED * to) / views);
  }
  const scan = { geometry, lineIntegrals };
  const dense = await reconstruct(beam, scan, frame, {
    onProgress: (share) => onProgress(PROJECTED + DENSE * share),
  });
  const sparse = await reconstruct(beam, sparseScan(scan, sparseViews), frame);
  return { dense: dense.hu, sparse: sparse.hu, projections: sparse.projections };
}
