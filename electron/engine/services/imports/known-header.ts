import { basename } from 'node:path';
import type { DecodePool } from '../../../../studies/dicom/decode/pool.ts';
import type { InstanceHeader } from '../../../../studies/dicom/types.ts';
import type { KnownInstance } from '../../../../studies/library/library.ts';

/** Reads an instance's header from the library's copy, under the UIDs that the library gave it. */
export async function readKnown(
  pool: Pick<DecodePool, 'read'>,
  instance: KnownInstance,
): Promise<InstanceHeader> {
  const { studyUid, seriesUid, sopInstanceUid } = instance;
  const header = await pool.read(instance.path, basename(instance.path));
  return { ...header, studyUid, seriesUid, sopInstanceUid };
}
