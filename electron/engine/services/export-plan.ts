import { readFile } from 'node:fs/promises';
import type { VolumeSeriesMeta } from '../../../studies/dicom/write/series-meta.ts';
import { writeVolumeSeries } from '../../../studies/dicom/write/volume-series.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { slicePictures, type PictureLabel } from './slice-pictures.ts';

export interface ExportedFile {
  name: string;
  bytes: Uint8Array;
}

/** What an export is made of, looked up beforehand: plain data that a thread can be given. */
export type ExportPlan =
  /** The files as they were imported, to the byte. */
  | { kind: 'originals'; paths: readonly string[] }
  /** A new CT series, marked as derived. */
  | { kind: 'series'; grid: VoxelGrid; meta: VolumeSeriesMeta }
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
    case 'png':
      yield* slicePictures(plan.grid, plan.label);
  }
}
