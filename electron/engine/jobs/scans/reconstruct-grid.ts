import { osSartCalls, watchedBeam } from '../../../../models/mindi3d/watched-beam.ts';
import { attenuationToHu, fdk } from '../../../../studies/tomography/fdk.ts';
import { osSart } from '../../../../studies/tomography/os-sart.ts';
import type { AttenuationGrid } from '../../../../studies/tomography/circular-geometry.ts';
import type { ConeBeam } from '../../../../studies/tomography/cone-beam.ts';
import { seenByAll } from '../../../../studies/tomography/simulation/seen-by-all.ts';
import { encodePreview } from '../../contract/preview.ts';
import { enclosingFrame, innerPart } from './reconstruction-frame.ts';
import { middleSlices } from './middle-slices.ts';
import type { ReconstructOrder, ScanOutcomes } from './scan-order.ts';

export interface ReconstructHooks {
  readonly onProgress: (fraction: number, step: number, steps: number) => void;
  /** Bytes of contract/preview.ts. */
  readonly onPreview: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly signal: AbortSignal;
}

const AIR_HU = -1000;
/** Ordered subsets of OS-SART and first relaxation, as tuned (models/training/tv.json). */
const SUBSETS = 10;
const LEAST_VIEWS_A_SUBSET = 2;
const RELAXATION = 0.9;

/** One reconstruction from its projections, with progress and a picture of how far it is. */
export async function reconstructGrid(
  beam: ConeBeam,
  order: ReconstructOrder,
  hooks: ReconstructHooks,
): Promise<ScanOutcomes['reconstruct']> {
  const grid = await (order.method === 'fdk' ? byFdk : byOsSart)(beam, order, hooks);
  const hu = new Int16Array(attenuationToHu(grid));
  const seen = seenByAll(order.frame, order.projections.geometry);
  for (let n = 0; n < hu.length; n++) if (seen[n] === 0) hu[n] = AIR_HU;
  return { hu };
}

function byFdk(
  beam: ConeBeam,
  { projections, frame, hannCutOff }: ReconstructOrder,
  { onProgress, onPreview, signal }: ReconstructHooks,
): Promise<AttenuationGrid> {
  const views = projections.geometry.anglesDeg.length;
  return fdk(beam, projections, frame, {
    hannCutOff,
    signal,
    onView: (done, sum) => {
      const share = done / views;
      onProgress(share, done, views);
      // What is missing of the turn is missing of the sum too.
      onPreview(encodePreview(middleSlices(sum, share, 1 / share)));
    },
  });
}

async function byOsSart(
  beam: ConeBeam,
  { projections, frame, method, iterations, tvWeightHu }: ReconstructOrder,
  { onProgress, onPreview, signal }: ReconstructHooks,
): Promise<AttenuationGrid> {
  const views = projections.geometry.anglesDeg.length;
  const enclosing = enclosingFrame(frame, projections.geometry);
  const wanted = (grid: AttenuationGrid) => innerPart(grid, enclosing.inner, frame);
  const subsets = Math.max(1, Math.min(SUBSETS, Math.floor(views / LEAST_VIEWS_A_SUBSET)));
  const tv = method === 'os-sart-tv' ? tvWeightHu : 0;
  const calls = osSartCalls(iterations, subsets, tv > 0);
  let called = 0;
  let iteration = 0;
  const watched = watchedBeam(beam, {
    called: () => onProgress(Math.min(1, ++called / calls), iteration, iterations),
    cancelled: () => signal.aborted,
  });
  const grid = await osSart(watched, projections, enclosing.frame, {
    iterations,
    subsets,
    relaxation: RELAXATION,
    tvWeightHu: tv,
    signal,
    onIteration: (n, sofar) => {
      iteration = n;
      onPreview(encodePreview(middleSlices(wanted(sofar), n / iterations, 1)));
    },
  });
  return wanted(grid);
}
