import { readFile } from 'node:fs/promises';
import { readPlanningObject } from '../../../../studies/dicom/rt/read-planning.ts';
import type { KnownInstance, Library } from '../../../../studies/library/library.ts';
import type { NewPlanningObject } from '../../../../studies/library/planning-store.ts';
import { SparrowError, warning, type Warning } from '../../../../studies/messages/sparrow-error.ts';
import { logFailure } from '../../log.ts';

/**
 * Reads the planning files of the library that nobody has read: new ones after an import, and those
 * of libraries from before they were read. A file that cannot be read is kept with the reason.
 */
export async function readPlanning(library: Library): Promise<void> {
  if (library.readOnly) return;
  for (const instance of library.planning.unread()) {
    const outcome = await outcomeOf(instance);
    library.planning.save([{ instance, outcome }]);
  }
}

async function outcomeOf({ path, fileName }: KnownInstance): Promise<NewPlanningObject['outcome']> {
  try {
    return readPlanningObject(await readFile(path), fileName);
  } catch (error) {
    const { code, params, message } = reason(error, fileName);
    return { kind: 'unreadable', warning: { code, params: { ...params }, message } };
  }
}

function reason(error: unknown, file: string): Warning {
  if (error instanceof SparrowError) return warning(error.code, error.params);
  logFailure('planning', error);
  return warning('dicom/unreadable', { file });
}
