import type { SegmentedFrame } from '../../../studies/dicom/write/segmentation.ts';
import { newUid } from '../../../studies/dicom/write/uid.ts';
import type { HeartResult } from '../../../studies/library/heart-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { derivation as words } from '../../../studies/messages/en/derivation.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import {
  equipment,
  sopClassOf,
  sourceInstances,
  studyIdentity,
  type ExportTools,
} from './dicom-export.ts';
import type { ExportPlan, HeartLabelsPlan } from './export-plan.ts';
import type { HeartsService } from './hearts/hearts-service.ts';

export interface HeartExportTools extends ExportTools {
  hearts: Pick<HeartsService, 'labels'>;
}

/** Behind the derived series, before the reports. */
const contoursSeriesNumber = 9800;
const measuresSeriesNumber = 9850;

/**
 * How a heart leaves as DICOM: a segmentation for each cine volume with contours, edits included, and
 * a structured report of what is reported.
 */
export async function heartPlan(tools: HeartExportTools, heart: HeartResult): Promise<ExportPlan> {
  const { library, version } = tools;
  const labels: HeartLabelsPlan[] = [];
  for (const { sourceVolumeId } of heart.labels) {
    const record = library.volumes.get(sourceVolumeId);
    const grid = await labelGrid(tools, heart, record);
    // A volume without a single labelled pixel has nothing to say.
    if (!grid.voxels.some((label) => label !== 0)) continue;
    labels.push({ grid, meta: await contoursMeta(tools, heart, record, labels.length) });
  }
  return {
    kind: 'heart',
    labels,
    measures: {
      measures: heart.measures,
      meta: {
        ...seriesOf(tools, heart, measuresSeriesNumber, words.heartMeasures, ''),
        algorithm: { name: `Sparrow ${version} ${heart.model}`, version: heart.modelVersion },
        remarks: words.heartRemarks(heart, 'in-volume'),
      },
    },
  };
}

/** All phases of the label map on a cine volume, with the edits. */
export async function labelGrid(
  { hearts }: HeartExportTools,
  heart: HeartResult,
  record: VolumeRecord,
): Promise<VoxelGrid> {
  const [columns, rows, slices] = record.dims;
  const size = columns * rows * slices;
  const voxels = new Uint8Array(size * record.phases);
  for (let phase = 0; phase < record.phases; phase++) {
    voxels.set(await hearts.labels(heart.id, { volumeId: record.id, phase }, true), phase * size);
  }
  const { dims, spacingMm, originMm, axes, phases } = record;
  return {
    geometry: { dims, spacingMm, originMm, axes },
    phases,
    voxelType: 'uint8',
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'none',
  };
}

async function contoursMeta(
  tools: HeartExportTools,
  heart: HeartResult,
  record: VolumeRecord,
  n: number,
): Promise<HeartLabelsPlan['meta']> {
  const { library, version } = tools;
  const edited = library.hearts
    .edits(heart.id)
    .some(({ sourceVolumeId }) => sourceVolumeId === record.id);
  const thicknessMm = heart.planes.find(({ volumeId }) => volumeId === record.id)?.thicknessMm;
  const description = words.heartLabels(record.description);
  return {
    ...seriesOf(tools, heart, contoursSeriesNumber + n, description, frameOf(record)),
    derivation: {
      description: words.heart(heart),
      sources: [],
      contributor: equipment(version),
    },
    contentLabel: 'HEART_CONTOURS',
    contentDescription: description,
    algorithm: { name: `${heart.model} ${heart.modelVersion}`, edited },
    sourceSeriesUid: record.seriesUid,
    frames: await sourceFrames(tools, record),
    sliceThicknessMm: thicknessMm ?? record.spacingMm[2],
  };
}

const frameOf = (record: VolumeRecord) => record.frameOfReferenceUid ?? newUid();

function seriesOf(
  { library, version }: HeartExportTools,
  heart: HeartResult,
  seriesNumber: number,
  seriesDescription: string,
  frameOfReferenceUid: string,
) {
  const now = new Date().toISOString().replaceAll(/[-:T]/g, '');
  return {
    study: studyIdentity(library.studies.get(heart.studyUid)),
    series: {
      seriesUid: newUid(),
      seriesNumber,
      seriesDescription,
      frameOfReferenceUid,
      bodyPart: 'HEART',
      date: now.slice(0, 8),
      time: now.slice(8, 14),
    },
    equipment: equipment(version),
  };
}

/** Which file each slice and phase came from; empty for a volume from files that are not DICOM. */
async function sourceFrames(
  { library }: HeartExportTools,
  record: VolumeRecord,
): Promise<SegmentedFrame[]> {
  const instances = sourceInstances(library, record);
  const sopClassUid = await sopClassOf(instances);
  if (sopClassUid === null) return [];
  const frames = library.volumes.frames(record.id);
  const multiFrame = instances.length < frames.length;
  return frames.map((frame) => ({ ...frame, sopClassUid, multiFrame }));
}
