import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, posix } from 'node:path';
import type { SourceFile } from '../../../../studies/dicom/sources/source.ts';
import { isMetaImage } from '../../../../studies/formats/meta-image.ts';
import { isNifti } from '../../../../studies/formats/nifti.ts';
import { isNrrd } from '../../../../studies/formats/nrrd.ts';
import { readVolumeFile } from '../../../../studies/formats/read-volume.ts';
import type { VolumeFile } from '../../../../studies/formats/volume-file.ts';
import type { NewVolume, PendingImport } from '../../../../studies/library/library.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { suggestWindow } from '../../../../studies/volume/histogram.ts';
import { bytesOf } from '../../../../studies/volume/volume.ts';
import { thumbnailPng } from '../thumbnails.ts';
import { bareHeader } from './bare-header.ts';
import { contentUid } from './identity.ts';
import type { Intake, TakenInstance } from './intake.ts';
import { copySource } from './stage.ts';
import { gridFields } from './volume-record.ts';

/** Whether a file that is no DICOM may be a volume of another format, by its first bytes. */
export function looksLikeVolumeFile(bytes: Uint8Array): boolean {
  return isNrrd(bytes) || isNifti(bytes) || isMetaImage(bytes);
}

/** A NIfTI, NRRD or MetaImage file, copied and read. */
export interface StagedVolumeFile {
  source: SourceFile;
  stagedPath: string;
  sha256: string;
  bytes: number;
  volume: VolumeFile;
}

/** Copies and reads a volume file; null when its content is none of the formats. */
export async function stageVolumeFile(
  source: SourceFile,
  stagedPath: string,
): Promise<StagedVolumeFile | null> {
  await copySource(source, stagedPath);
  const bytes = await readFile(stagedPath);
  const volume = await readVolumeFile({
    name: basename(source.name),
    bytes,
    sibling: (baseName) => source.sibling(baseName),
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return volume && { source, stagedPath, sha256, bytes: bytes.byteLength, volume };
}

/**
 * Takes a volume file as a study of its own: the file says nothing of a patient. Its voxels are
 * written at once, so that only one such volume is in memory. Null when the library has it.
 */
export async function takeVolumeFile(
  staged: StagedVolumeFile,
  pending: PendingImport,
  intake: Intake,
): Promise<NewVolume | null> {
  const { source, volume } = staged;
  const name = basename(source.name);
  const header = bareHeader({
    studyUid: contentUid(staged.sha256, 'study'),
    seriesUid: contentUid(staged.sha256, 'series'),
    sopInstanceUid: contentUid(staged.sha256, 'instance'),
    modality: volume.kind === 'ct' ? 'CT' : 'OT',
    studyDescription: name,
    seriesDescription: volume.description || name,
  });
  const taken = await intake.consider({ ...staged, name: source.name, header });
  if (taken === null) return null;
  await takeCompanions(staged, taken, pending, intake);
  const record = volumeFileRecord(volume, taken);
  const writer = await pending.voxels(record.id);
  try {
    await writer.write(bytesOf(volume.grid.voxels), 0);
  } finally {
    await writer.close();
  }
  const { windowCentre, windowWidth } = record;
  const window = { centre: windowCentre ?? 0, width: windowWidth ?? 1 };
  const frames = [{ phase: 0, k: 0, sopInstanceUid: header.sopInstanceUid, frame: 0 }];
  return { record, frames, thumbnail: thumbnailPng(volume.grid, window) };
}

/** Names of the files that hold a volume's voxels beside its header, as the walk names them. */
export function companionNames({ source, volume }: StagedVolumeFile): string[] {
  const folder = posix.dirname(source.name);
  return volume.companions.map((name) => (folder === '.' ? name : `${folder}/${name}`));
}

/** Voxels that lie in a file beside the header are kept with it: without them it is worth nothing. */
async function takeCompanions(
  staged: StagedVolumeFile,
  { fullHeader }: TakenInstance,
  pending: PendingImport,
  intake: Intake,
): Promise<void> {
  for (const companion of staged.volume.companions) {
    const bytes = await staged.source.sibling(companion);
    if (bytes === null) continue;
    const stagedPath = pending.stagingPath();
    await writeFile(stagedPath, bytes, { mode: 0o600 });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const header = { ...fullHeader, sopInstanceUid: contentUid(sha256, 'instance') };
    await intake.consider({ name: companion, stagedPath, sha256, bytes: bytes.byteLength, header });
  }
}

function volumeFileRecord(volume: VolumeFile, { header }: TakenInstance): VolumeRecord {
  const { grid } = volume;
  const window = grid.voxelType === 'rgb8' ? { centre: 127.5, width: 255 } : suggestWindow(grid);
  return {
    id: randomUUID(),
    seriesUid: header.seriesUid,
    studyUid: header.studyUid,
    kind: volume.kind,
    description: header.seriesDescription,
    ...gridFields(grid, window),
    calibrated: true,
    phaseTimesMs: volume.phaseTimesMs === null ? null : [...volume.phaseTimesMs],
    rrIntervalMs: null,
    frameOfReferenceUid: null,
    views: null,
    lossy: false,
    warnings: volume.warnings.map(({ code, params, message }) => ({
      code,
      params: { ...params },
      message,
    })),
    resultId: null,
    projectionsId: null,
    reconstruction: null,
  };
}
