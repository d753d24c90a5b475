import { z } from 'zod';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { Attributes } from '../read/attributes.ts';
import { parseFile } from '../read/parse.ts';
import { tags } from '../read/tags.ts';
import { readPlan } from './plan.ts';
import type { PlanningRecord, StructureSet } from './planning-records.ts';
import { readRegistration } from './registration.ts';
import { readRtImage } from './rt-image.ts';
import { planningKind, type PlanningKind } from './sop-classes.ts';
import { readStructureSet, structureSetRecord } from './structure-set.ts';

/**
 * What an RT structure set, RT plan, Spatial Registration or RT image says, contours and pixels
 * apart. Whatever can be worked around is told in the record's warnings.
 * @param fileName base name, used in messages
 * Throws SparrowError dicom/*, planning/not-planning, planning/unreadable.
 */
export function readPlanningObject(bytes: Uint8Array, fileName: string): PlanningRecord {
  const { kind, attributes } = open(bytes, fileName);
  return understood(fileName, () => {
    switch (kind) {
      case 'structures':
        return structureSetRecord(readStructureSet(attributes));
      case 'plan':
        return readPlan(attributes);
      case 'registration':
        return readRegistration(attributes);
      case 'rt-image':
        return readRtImage(attributes);
    }
  });
}

/** A structure set with all its contours. Throws as `readPlanningObject`. */
export function readContouredSet(bytes: Uint8Array, fileName: string): StructureSet {
  const { kind, attributes } = open(bytes, fileName);
  if (kind !== 'structures') throw new SparrowError('planning/not-planning', { file: fileName });
  return understood(fileName, () => readStructureSet(attributes));
}

function open(bytes: Uint8Array, fileName: string): { kind: PlanningKind; attributes: Attributes } {
  const { data, meta } = parseFile(bytes, fileName);
  const attributes = new Attributes(data);
  const sopClass =
    attributes.string(tags.sopClassUid) ||
    new Attributes(meta).string(tags.mediaStorageSopClassUid);
  const kind = planningKind(sopClass);
  if (kind === null) throw new SparrowError('planning/not-planning', { file: fileName });
  return { kind, attributes };
}

/** A value of the wrong kind is the file's fault and is told by its place. */
function understood<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const detail = `${error.issues[0]?.path.join('.') ?? 'a value'} is not what it should be`;
    throw new SparrowError('planning/unreadable', { file, detail }, { cause: error });
  }
}
