import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DecodePool } from '../../../../studies/dicom/decode/pool.ts';
import {
  isRefused,
  type SourceFile,
  type WalkItem,
} from '../../../../studies/dicom/sources/source.ts';
import { isVolumeFileName } from '../../../../studies/formats/read-volume.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { firstBytes } from './first-bytes.ts';
import { maxVolumeBytes } from './memory.ts';
import { reasonFor, stageInstance, type StagedInstance } from './stage.ts';
import { looksLikeVolumeFile, stageVolumeFile, type StagedVolumeFile } from './volume-files.ts';

/** What became of one file of the walk. */
export type SourceOutcome =
  | { kind: 'instance'; staged: StagedInstance }
  | { kind: 'volume-file'; staged: StagedVolumeFile }
  | { kind: 'skipped'; name: string; reason: string };

/** Reads one file as DICOM or, where its name or first bytes say so, as a volume file. */
export async function readSource(
  item: WalkItem,
  stagedPath: string,
  pool: Pick<DecodePool, 'load'>,
): Promise<SourceOutcome> {
  if (isRefused(item)) return { kind: 'skipped', name: item.name, reason: item.refused };
  try {
    requireRoom(item);
    if (isVolumeFileName(item.name)) return await readVolume(item, stagedPath);
    return { kind: 'instance', staged: await stageInstance(item, stagedPath, pool) };
  } catch (error) {
    if (isNotDicom(error) && looksLikeVolumeFile(await firstBytes(stagedPath))) {
      return retryAsVolume(item, stagedPath);
    }
    return leaveOut(item, stagedPath, error);
  }
}

async function retryAsVolume(item: SourceFile, stagedPath: string): Promise<SourceOutcome> {
  try {
    return await readVolume(item, stagedPath);
  } catch (error) {
    return leaveOut(item, stagedPath, error);
  }
}

async function readVolume(item: SourceFile, stagedPath: string): Promise<SourceOutcome> {
  const staged = await stageVolumeFile(item, stagedPath);
  if (staged === null) throw new SparrowError('dicom/not-dicom', { file: basename(item.name) });
  return { kind: 'volume-file', staged };
}

async function leaveOut(
  item: SourceFile,
  stagedPath: string,
  error: unknown,
): Promise<SourceOutcome> {
  await rm(stagedPath, { force: true });
  return { kind: 'skipped', name: item.name, reason: reasonFor(error, item.name) };
}

/** A file is read whole and decoded beside it; what cannot fit is refused before it is opened. */
function requireRoom({ name, size }: SourceFile): void {
  const needed = 2 * (size ?? 0);
  const free = maxVolumeBytes();
  if (needed <= free) return;
  const gib = (bytes: number) => Number((bytes / 2 ** 30).toFixed(1));
  const params = { file: basename(name), neededGib: gib(needed), freeGib: gib(free) };
  throw new SparrowError('library/too-big', params);
}

function isNotDicom(error: unknown): boolean {
  return error instanceof SparrowError && error.code === 'dicom/not-dicom';
}
