import { z } from 'zod';
import type { Library } from '../../../../studies/library/library.ts';
import {
  reconstructParamsSchema,
  type JobProgress,
  type JobRecord,
  type ProjectionsRecord,
  type ReconstructParams,
} from '../../../../studies/library/records.ts';
import { scanText } from '../../../../studies/messages/en/scans.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { voxelsOf } from '../../../../studies/tomography/circular-geometry.ts';
import { pickViews } from '../../../../studies/tomography/view-frame.ts';
import { bytesOf } from '../../../../studies/volume/volume.ts';
import type { ShowPreview } from '../queue.ts';
import { enclosingFrame, reconstructionFrame } from './reconstruction-frame.ts';
import { checkScanMemory } from './scan-memory.ts';
import { geometryOf, reconstructedVolume } from './scan-records.ts';
import { runScan } from './scan-thread.ts';

export interface ScanTools {
  library: Library;
  threads: number;
}

const LEAST_VIEWS = 3;
/** OS-SART-TV as tuned on the validation cases at 50 views (models/training/tv.json). */
const usual = {
  fdk: { iterations: 0, tvWeightHu: 0 },
  'os-sart': { iterations: 10, tvWeightHu: 0 },
  'os-sart-tv': { iterations: 16, tvWeightHu: 4 },
} as const;

const jobParamsSchema = reconstructParamsSchema.extend({ projectionsId: z.string() });

/** Refuses what cannot be computed before it is queued: `scans/too-few-views`, `scans/too-big`. */
export function planReconstruction(record: ProjectionsRecord, params: ReconstructParams) {
  const { everyNth, method } = params;
  const usedViews = [...record.anglesDeg.keys()].filter((view) => view % everyNth === 0);
  if (usedViews.length < LEAST_VIEWS) {
    const left = usedViews.length;
    throw new SparrowError('scans/too-few-views', { everyNth, views: record.views, left });
  }
  const geometry = pickViews(geometryOf(record), usedViews);
  const frame = reconstructionFrame(geometry, params);
  checkScanMemory({
    voxels: voxelsOf(method === 'fdk' ? frame : enclosingFrame(frame, geometry).frame),
    rays: usedViews.length * record.columns * record.rows,
    iterative: method !== 'fdk',
  });
  return { usedViews, geometry, frame };
}

/** A reconstruct job from the projections to a new cone-beam CT in their study. */
export async function reconstruct(
  { library, threads }: ScanTools,
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
  onPreview: ShowPreview,
): Promise<void> {
  const { projectionsId, ...params } = jobParamsSchema.parse(job.params);
  const { method, hannCutOff } = params;
  const record = library.projections.get(projectionsId);
  const { usedViews, geometry, frame } = planReconstruction(record, params);
  const lineIntegrals = await library.projections.readViews(projectionsId, usedViews);
  const { iterations = usual[method].iterations, tvWeightHu = usual[method].tvWeightHu } = params;
  const { hu } = await runScan<'reconstruct'>(
    {
      kind: 'reconstruct',
      threads,
      projections: { geometry, lineIntegrals },
      frame,
      method,
      hannCutOff,
      iterations,
      tvWeightHu,
    },
    [lineIntegrals.buffer],
    { onProgress, onPreview },
    signal,
  );
  signal.throwIfAborted();
  const views = usedViews.length;
  const volume = reconstructedVolume(frame, {
    studyUid: record.studyUid,
    description: scanText.reconstruction(method, views),
    frameOfReferenceUid: record.frameOfReferenceUid,
    views,
    warnings: record.warnings,
    projectionsId,
    reconstruction: {
      method,
      views,
      hannCutOff,
      iterations: method === 'fdk' ? 0 : iterations,
      ...(views < record.views ? { usedViews } : {}),
    },
  });
  await library.projections.save({
    projections: [],
    volumes: [{ record: volume, voxels: bytesOf(hu) }],
    jobId: job.id,
  });
}
