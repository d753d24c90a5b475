import type { ImportReport } from '../../studies/library/records.ts';
import { call } from './call.ts';
import type { PickedFile } from './dropped-files.ts';

/** What an import tells while it runs. `sent` counts files that the engine has taken. */
export interface ImportHooks {
  onStarted(id: string): void;
  onSent(sent: number, total: number): void;
  signal: AbortSignal;
}

/** Uploads at once: enough to hide the round trip, few enough to leave room for other calls. */
const parallelUploads = 3;

/** Send files to the engine and wait until they are in the library. */
export async function importFiles(
  files: readonly PickedFile[],
  hooks: ImportHooks,
): Promise<ImportReport> {
  const { signal } = hooks;
  const { id } = await call('POST /api/imports', { body: {}, signal });
  hooks.onStarted(id);
  let next = 0;
  let sent = 0;
  const sendNext = async (): Promise<void> => {
    const picked = files[next++];
    if (!picked) return;
    const query = { name: picked.name };
    await call('PUT /api/imports/:id/files', { params: { id }, query, file: picked.file, signal });
    sent += 1;
    hooks.onSent(sent, files.length);
    return sendNext();
  };
  await Promise.all(Array.from({ length: parallelUploads }, sendNext));
  return call('POST /api/imports/:id/finish', { params: { id }, signal });
}

/** Import from paths on this machine: the shell knows them, so that nothing is copied twice. */
export async function importPaths(
  paths: readonly string[],
  hooks: ImportHooks,
): Promise<ImportReport> {
  const { signal } = hooks;
  const { id } = await call('POST /api/imports', { body: { paths: [...paths] }, signal });
  hooks.onStarted(id);
  return call('POST /api/imports/:id/finish', { params: { id }, signal });
}
