import { compressed, expanded } from './compressed.ts';
import { tables, type Database } from './database.ts';
import type { NewResult } from './library.ts';
import type { ResultSlabRow } from './schema.ts';
import type { SliceRun } from './voxel-layout.ts';

/** Small enough that one slice costs little, large enough to compress well. */
const SLICES_A_SLAB = 8;
/** A few slabs around the slice on screen, so that scrolling decompresses each slab once. */
const KEPT_SLABS = 6;

/** Cuts voxels into slabs and compresses them off the main thread; throws when bytes are amiss. */
export async function compressSlabs(
  volumeId: string,
  voxels: NewResult['voxels'],
  bytesPerSlice: number,
  slices: number,
): Promise<ResultSlabRow[]> {
  const rows: ResultSlabRow[] = [];
  let next = 0;
  for await (const slab of slabsOf(voxels, bytesPerSlice * SLICES_A_SLAB)) {
    const k1 = next + slab.byteLength / bytesPerSlice;
    const data = await compressed(slab);
    rows.push({ volume_id: volumeId, k0: next, k1, data });
    next = k1;
  }
  if (next !== slices) throw new RangeError(`${next} slices of voxels for a volume of ${slices}`);
  return rows;
}

async function* slabsOf(
  voxels: NewResult['voxels'],
  slabBytes: number,
): AsyncGenerator<Uint8Array> {
  const pieces = voxels instanceof Uint8Array ? [voxels] : voxels;
  let open = new Uint8Array(slabBytes);
  let filled = 0;
  for await (const piece of pieces) {
    for (let taken = 0; taken < piece.byteLength;) {
      const length = Math.min(slabBytes - filled, piece.byteLength - taken);
      open.set(piece.subarray(taken, taken + length), filled);
      filled += length;
      taken += length;
      if (filled < slabBytes) continue;
      yield open;
      open = new Uint8Array(slabBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield open.subarray(0, filled);
}

/** Reads slices out of compressed slabs, touching only the slabs that hold them. */
export class SlabReader {
  readonly #database: Database;
  readonly #kept = new Map<string, Promise<Uint8Array>>();

  constructor(database: Database) {
    this.#database = database;
  }

  async read(
    volumeId: string,
    runs: readonly SliceRun[],
    bytesPerSlice: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const slices = runs.reduce((sum, run) => sum + run.to - run.from, 0);
    const target = new Uint8Array(slices * bytesPerSlice);
    let filled = 0;
    for (const run of runs) {
      for (const { k0, k1 } of this.#touched(volumeId, run)) {
        const slab = await this.#slab(volumeId, k0);
        const from = Math.max(run.from, k0) - k0;
        const to = Math.min(run.to, k1) - k0;
        target.set(slab.subarray(from * bytesPerSlice, to * bytesPerSlice), filled);
        filled += (to - from) * bytesPerSlice;
      }
    }
    return target;
  }

  #touched(volumeId: string, run: SliceRun): { k0: number; k1: number }[] {
    return this.#database.all(
      tables
        .selectFrom('result_slabs')
        .select(['k0', 'k1'])
        .where('volume_id', '=', volumeId)
        .where('k1', '>', run.from)
        .where('k0', '<', run.to)
        .orderBy('k0'),
    );
  }

  async #slab(volumeId: string, k0: number): Promise<Uint8Array> {
    const key = `${volumeId} ${k0}`;
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const slab = known ?? this.#decompressed(volumeId, k0);
    this.#kept.set(key, slab);
    slab.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_SLABS) break;
      this.#kept.delete(oldest);
    }
    return slab;
  }

  async #decompressed(volumeId: string, k0: number): Promise<Uint8Array> {
    const row = this.#database.first(
      tables
        .selectFrom('result_slabs')
        .select('data')
        .where('volume_id', '=', volumeId)
        .where('k0', '=', k0),
    );
    return row === undefined ? new Uint8Array() : expanded(row.data);
  }
}
