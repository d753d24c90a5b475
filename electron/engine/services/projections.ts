import type { Library } from '../../../studies/library/library.ts';
import { importScan } from './imports/import-scan.ts';
import type { ByteBody, EventsService, ProjectionsService } from './services.ts';

/** Views sent in one piece. */
const PIECE_VIEWS = 8;

export function createProjections(library: Library, events: EventsService): ProjectionsService {
  const { projections } = library;
  const changed = () => events.publish({ type: 'library', change: 'studies' });
  return {
    get: (id) => Promise.try(() => projections.get(id)),
    async views(id, { from = 0, to }) {
      const record = projections.get(id);
      const views = range(from, to ?? record.views);
      // A range that does not exist is refused before anything is sent.
      const first = await projections.readViews(id, views.slice(0, 1));
      if (views.at(-1) !== from) await projections.readViews(id, views.slice(-1));
      return {
        byteLength: views.length * first.byteLength,
        etag: `${record.sha256}-${from}-${from + views.length}`,
        chunks: pieces(views, (some) => projections.readViews(id, some)),
      };
    },
    async sinogram(id, row) {
      const record = projections.get(id);
      const sinogram = await projections.readSinogram(id, row);
      return wholeBody(sinogram, `${record.sha256}-row-${row}`);
    },
    async read(paths) {
      const record = await importScan(library, paths);
      changed();
      return record;
    },
    remove: (id) =>
      Promise.try(() => {
        projections.hide(id);
        changed();
      }),
    restore: (id) =>
      Promise.try(() => {
        projections.restore(id);
        changed();
      }),
  };
}

/** Numbers that are at hand, as a body in one piece. */
export function wholeBody(values: Float32Array<ArrayBuffer>, etag: string): ByteBody {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { byteLength: bytes.byteLength, etag, chunks: once(bytes) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes);
}

async function* pieces(
  views: readonly number[],
  read: (views: readonly number[]) => Promise<Float32Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < views.length; at += PIECE_VIEWS) {
    const { buffer, byteOffset, byteLength } = await read(views.slice(at, at + PIECE_VIEWS));
    yield new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
}
