import { newUid } from '../../../../studies/dicom/write/uid.ts';
import type { NewReconstruction } from '../../../../studies/library/library.ts';
import {
  simulateParamsSchema,
  type JobProgress,
  type JobRecord,
  type SimulateParams,
  type VolumeRecord,
} from '../../../../studies/library/records.ts';
import { scanText } from '../../../../studies/messages/en/scans.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { presetIds, type PresetId } from '../../../../studies/tomography/presets.ts';
import type { SimulatedVolume } from '../../../../studies/tomography/simulation/simulate-scan.ts';
import { bytesOf } from '../../../../studies/volume/volume.ts';
import type { VolumesService } from '../../services/services.ts';
import type { ScanTools } from './reconstruct.ts';
import { BYTES_PER_CT_VOXEL, checkScanMemory } from './scan-memory.ts';
import { newProjections, reconstructedVolume } from './scan-records.ts';
import { runScan } from './scan-thread.ts';

const kindsToScan: readonly VolumeRecord['kind'][] = ['ct', 'cbct', 'other'];
/** About what a simulated scan has: the object is finer than the reconstruction. */
const usualField = { voxels: 4 * 144 * 144 * 128, pixels: 224 * 192 } as const;
/** End of the Hann window of simulated scans, as the physics has it. */
const hannCutOff = 1;

/** Refuses what cannot be scanned before it is queued. */
export function checkSimulation(volume: VolumeRecord, params: SimulateParams): PresetId {
  if (volume.unit !== 'HU' || volume.phases > 1 || !kindsToScan.includes(volume.kind)) {
    throw new SparrowError('scans/not-ct');
  }
  const { geometry, views, dense } = params;
  const preset = presetIds.find((id) => id === geometry);
  if (preset === undefined) {
    throw new SparrowError('scans/no-such-geometry', { geometry, known: presetIds.join(', ') });
  }
  if (views > dense) throw new SparrowError('simulate/more-views-than-dense', { views, dense });
  const [columns, rows, slices] = volume.dims;
  checkScanMemory({
    voxels: usualField.voxels,
    rays: dense * usualField.pixels,
    iterative: false,
    otherBytes: columns * rows * slices * BYTES_PER_CT_VOXEL,
  });
  return preset;
}

/** A simulate job: a dense and a sparse scan of a CT, both reconstructed, into the CT's study. */
export async function simulate(
  tools: ScanTools & { volumes: VolumesService },
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
  onPreview: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const { library, threads } = tools;
  const source = library.volumes.get(job.sourceVolumeId ?? '');
  const params = simulateParamsSchema.parse(job.params);
  const preset = checkSimulation(source, params);
  const grid = await tools.volumes.grid(source.id, 0);
  const scan = await runScan<'simulate'>(
    { kind: 'simulate', threads, grid, params, preset },
    [],
    { onProgress, onPreview },
    signal,
  );
  signal.throwIfAborted();
  const frameOfReferenceUid = source.frameOfReferenceUid ?? newUid();
  const sparse = await kept(scan.sparse, source, params, frameOfReferenceUid);
  const dense = params.keepDense
    ? await kept(scan.dense, source, params, frameOfReferenceUid)
    : null;
  const volume = (made: SimulatedVolume, projectionsId: string | null) =>
    reconstruction(made, source, frameOfReferenceUid, projectionsId);
  await library.projections.save({
    projections: dense ? [sparse, dense] : [sparse],
    volumes: [volume(scan.sparse, sparse.record.id), volume(scan.dense, dense?.record.id ?? null)],
    jobId: job.id,
  });
}

function kept(
  { projections }: SimulatedVolume,
  source: VolumeRecord,
  { photons }: SimulateParams,
  frameOfReferenceUid: string,
) {
  return newProjections(projections, {
    studyUid: source.studyUid,
    description: scanText.simulatedProjections(
      projections.geometry.anglesDeg.length,
      source.description,
    ),
    origin: 'simulated',
    photons,
    frameOfReferenceUid,
    sourceVolumeId: source.id,
    warnings: [],
  });
}

function reconstruction(
  { geometry, projections, hu }: SimulatedVolume,
  source: VolumeRecord,
  frameOfReferenceUid: string,
  projectionsId: string | null,
): NewReconstruction {
  const views = projections.geometry.anglesDeg.length;
  const { dims: counts, spacingMm, originMm } = geometry;
  const record = reconstructedVolume(
    { counts, spacingMm, originMm },
    {
      studyUid: source.studyUid,
      description: scanText.simulated('fdk', views),
      frameOfReferenceUid,
      views,
      warnings: [],
      projectionsId,
      reconstruction: { method: 'fdk', views, hannCutOff, iterations: 0 },
    },
  );
  return { record, voxels: bytesOf(hu) };
}
