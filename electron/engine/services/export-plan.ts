import { readFile } from 'node:fs/promises';
import type { VolumeSeriesMeta } from '../../../studies/dicom/write/series-meta.ts';
import { heartSegments } from '../../../studies/dicom/write/segmentation-heart.ts';
import {
  writeSegmentation,
  type SegmentationMeta,
} from '../../../studies/dicom/write/segmentation.ts';
import {
  cardiacMri,
  heartMeasurementGroups,
} from '../../../studies/dicom/write/structured-report-heart.ts';
import {
  writeStructuredReport,
  type StructuredReportMeta,
} from '../../../studies/dicom/write/structured-report.ts';
import { writeVolumeSeries } from '../../../studies/dicom/write/volume-series.ts';
import type { HeartMeasures } from '../../../studies/library/heart-records.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { slicePictures, type PictureLabel } from './slice-pictures.ts';

export interface ExportedFile {
  name: string;
  bytes: Uint8Array;
}

export interface HeartLabelsPlan {
  grid: VoxelGrid;
  meta: Omit<SegmentationMeta, 'segments'>;
}

export interface HeartMeasuresPlan {
  measures: HeartMeasures;
  meta: Omit<StructuredReportMeta, 'procedure'>;
}

/** What an export is made of, looked up beforehand: plain data that a thread can be given. */
export type ExportPlan =
  /** The files as they were imported, to the byte. */
  | { kind: 'originals'; paths: readonly string[] }
  /** A new CT series, marked as derived. */
  | { kind: 'series'; grid: VoxelGrid; meta: VolumeSeriesMeta }
  /** A heart: its label maps as segmentations and its measures as a structured report. */
  | { kind: 'heart'; labels: readonly HeartLabelsPlan[]; measures: HeartMeasuresPlan }
  | { kind: 'png'; grid: VoxelGrid; label: PictureLabel };

/** The files one after the other, so that no more than one is in memory. */
export async function* exportedFiles(plan: ExportPlan): AsyncGenerator<ExportedFile> {
  switch (plan.kind) {
    case 'originals':
      for (const [n, path] of plan.paths.entries()) {
        yield { name: `IM${String(n + 1).padStart(5, '0')}.dcm`, bytes: await readFile(path) };
      }
      return;
    case 'series':
      yield* writeVolumeSeries(plan.grid, plan.meta);
      return;
    case 'heart':
      yield* heartFiles(plan.labels, plan.measures);
      return;
    case 'png':
      yield* slicePictures(plan.grid, plan.label);
  }
}

function* heartFiles(
  labels: readonly HeartLabelsPlan[],
  { measures, meta }: HeartMeasuresPlan,
): Generator<ExportedFile> {
  for (const [n, { grid, meta: about }] of labels.entries()) {
    const bytes = writeSegmentation(grid, { ...about, segments: heartSegments });
    yield { name: `heart-contours-${n + 1}.dcm`, bytes };
  }
  const groups = heartMeasurementGroups(measures);
  const bytes = writeStructuredReport(groups, { ...meta, procedure: cardiacMri });
  yield { name: 'heart-measures.dcm', bytes };
}
