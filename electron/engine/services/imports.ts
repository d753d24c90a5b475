import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Library, PendingImport } from '../../../studies/library/library.ts';
import type { ImportReport } from '../../../studies/library/records.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { ImportState } from '../contract/shapes.ts';
import { IdlePool } from './imports/idle-pool.ts';
import { importPaths } from './imports/run-import.ts';
import { Uploads } from './imports/uploads.ts';
import type { EventsService, ImportsService } from './services.ts';

/** Time between two progress events of one import. */
const EVENT_EVERY_MS = 100;
/** Ended imports whose report can still be asked for. */
const KEPT_ENDED = 20;

interface Entry {
  state: ImportState;
  readonly abort: AbortController;
  /** Where a browser's files wait; null when the import reads paths. */
  uploads: { pending: PendingImport; files: Uploads } | null;
  running: Promise<ImportReport> | null;
  lastEventMs: number;
}

/** Imports one after another; each is told on the event stream. */
export function createImports(library: Library, events: EventsService): ImportsService {
  const entries = new Map<string, Entry>();
  const workers = new IdlePool();
  let queue: Promise<unknown> = Promise.resolve();

  function entryOf(id: string): Entry {
    const entry = entries.get(id);
    if (entry === undefined) throw new SparrowError('library/no-import');
    return entry;
  }

  function tell(entry: Entry, change: Partial<ImportState>): void {
    entry.state = { ...entry.state, ...change };
    const now = Date.now();
    if (change.state === undefined && now - entry.lastEventMs < EVENT_EVERY_MS) return;
    entry.lastEventMs = now;
    events.publish({ type: 'import', import: entry.state });
  }

  function run(entry: Entry, paths: () => Promise<readonly string[]>): Promise<ImportReport> {
    tell(entry, { state: 'running' });
    // Two at once could put the same study together twice.
    const running = queue.then(() => runNow(entry, paths));
    queue = running.catch(() => undefined);
    entry.running = running;
    return running;
  }

  async function runNow(
    entry: Entry,
    paths: () => Promise<readonly string[]>,
  ): Promise<ImportReport> {
    const { signal } = entry.abort;
    try {
      signal.throwIfAborted();
      const files = await paths();
      const onProgress = (progress: Pick<ImportState, 'filesDone' | 'filesTotal'>) =>
        tell(entry, progress);
      const report = await workers.use((pool) =>
        importPaths(library, files, { signal, pool, onProgress }),
      );
      tell(entry, { state: 'done', report });
      events.publish({ type: 'library', change: 'studies' });
      return report;
    } catch (error) {
      tell(entry, { state: signal.aborted ? 'cancelled' : 'failed' });
      throw signal.aborted ? new SparrowError('library/import-cancelled') : error;
    } finally {
      await entry.uploads?.pending.abandon();
      forgetOldest(entries);
    }
  }

  function start(paths: readonly string[] | undefined): string {
    const id = randomUUID();
    const entry: Entry = {
      state: {
        id,
        state: paths === undefined ? 'receiving' : 'running',
        filesDone: 0,
        filesTotal: 0,
        report: null,
      },
      abort: new AbortController(),
      uploads: null,
      running: null,
      lastEventMs: 0,
    };
    entries.set(id, entry);
    if (paths === undefined) {
      const pending = library.imports.begin();
      entry.uploads = { pending, files: new Uploads(join(pending.dir, 'uploads')) };
    } else {
      run(entry, () => Promise.resolve(paths)).catch(() => undefined);
    }
    return id;
  }

  return {
    start: (paths) => new Promise((resolve) => resolve(start(paths))),
    async receive(id, name, body) {
      const entry = entryOf(id);
      if (entry.state.state !== 'receiving' || entry.uploads === null) {
        throw new SparrowError('library/no-import');
      }
      await entry.uploads.files.receive(name, body);
      tell(entry, { filesTotal: entry.state.filesTotal + 1 });
    },
    async finish(id) {
      const entry = entryOf(id);
      const { running, uploads } = entry;
      if (running !== null) return running;
      if (entry.state.state !== 'receiving' || uploads === null) {
        throw new SparrowError('library/import-cancelled');
      }
      return run(entry, () => uploads.files.paths());
    },
    state: (id) => new Promise((resolve) => resolve(entryOf(id).state)),
    async cancel(id) {
      const entry = entryOf(id);
      entry.abort.abort(new SparrowError('library/import-cancelled'));
      if (entry.running !== null) {
        await entry.running.catch(() => undefined);
        return;
      }
      await entry.uploads?.pending.abandon();
      if (entry.state.state === 'receiving') tell(entry, { state: 'cancelled' });
    },
  };
}

function forgetOldest(entries: Map<string, Entry>): void {
  const ended = [...entries].filter(([, { state }]) => !/receiving|running/.test(state.state));
  for (const [id] of ended.slice(0, -KEPT_ENDED)) entries.delete(id);
}
