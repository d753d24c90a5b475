import { assemble } from '../../../../studies/dicom/assemble/assemble.ts';
import type { DecodePool } from '../../../../studies/dicom/decode/pool.ts';
import type { InstanceHeader } from '../../../../studies/dicom/types.ts';
import type {
  KnownInstance,
  Library,
  NewVolume,
  PendingImport,
} from '../../../../studies/library/library.ts';
import { frameId, type FrameStore } from './frame-store.ts';
import { readKnown } from './known-header.ts';
import type { Intake, TakenInstance } from './intake.ts';
import { reasonFor } from './stage.ts';
import { makeVolume } from './make-volume.ts';
import { frameKey, frameReferences } from './volume-record.ts';

export interface StudyTools {
  library: Library;
  pool: DecodePool;
  pending: PendingImport;
  intake: Intake;
  frames: FrameStore;
  signal: AbortSignal | undefined;
}

export interface StudyVolumes {
  volumes: NewVolume[];
  /** Ids of volumes that the study's files no longer make. */
  replaced: string[];
}

/**
 * Puts together the volumes of one study from its new files and those the library has. A volume that
 * comes out as before is left alone. Files whose volume cannot be made are given back as skipped.
 */
export async function studyVolumes(
  tools: StudyTools,
  fresh: readonly TakenInstance[],
  known: readonly KnownInstance[],
): Promise<StudyVolumes> {
  const { library, intake, frames } = tools;
  const headers = new Map<string, InstanceHeader>();
  for (const { header, fullHeader } of fresh) headers.set(header.sopInstanceUid, fullHeader);
  for (const instance of known) {
    const header = await readKnown(tools.pool, instance);
    frames.expect(frameId(instance), header.image?.frames.length ?? 0);
    headers.set(instance.sopInstanceUid, header);
  }
  const earlier = earlierVolumes(library, fresh[0]?.header.studyUid ?? '');
  const assembled = assemble([...headers].map(([id, header]) => ({ id, header })));
  const volumes: NewVolume[] = [];
  for (const volume of assembled) {
    const references = frameReferences(volume);
    if (earlier.delete(frameKey(references))) continue;
    try {
      volumes.push(await makeVolume(tools, volume, headers));
    } catch (error) {
      tools.signal?.throwIfAborted();
      const reason = reasonFor(error, fresh[0]?.name ?? '');
      const ids = new Set(references.map(({ sopInstanceUid }) => sopInstanceUid));
      intake.refuse(
        fresh.filter(({ header }) => ids.has(header.sopInstanceUid)),
        reason,
      );
    }
  }
  return { volumes, replaced: [...earlier.values()] };
}

/** Imported volumes of a study by the frames they were made of. */
function earlierVolumes(library: Library, studyUid: string): Map<string, string> {
  const imported = library.volumes
    .list({ studyUid })
    .filter(
      ({ resultId, reconstruction, warnings }) =>
        resultId === null && reconstruction === null && !warnings.some(isSuperseded),
    );
  return new Map(imported.map(({ id }) => [frameKey(library.volumes.frames(id)), id]));
}

const isSuperseded = ({ code }: { code: string }) => code === 'library/superseded';
