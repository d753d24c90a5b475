/**
 * Import of 275 slices of 512x512 from disk to viewable (voxels, thumbnail and rows committed),
 * against reading the same bytes and hashing them in one process.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPaths } from '../../electron/engine/services/imports/run-import.ts';
import { makeSeries } from '../../electron/engine/services/imports/testing/made-series.ts';
import { createDecodePool, type DecodePool } from '../../studies/dicom/decode/pool.ts';
import { openLibrary } from '../../studies/library/open.ts';

/** The bar: import at most this many times the reading and hashing. */
export const maxRatio = 3;
const ROUNDS = 5;

/** Where the files come from: the disk itself, or the system's memory of a moment ago. */
export type Origin = 'disk' | 'cache';

export interface ImportTiming {
  origin: Origin;
  importMs: number;
  readAndHashMs: number;
  ratio: number;
}

/** Medians over rounds in which the two take turns, so that a busy machine slows both alike. */
export async function benchImport(origin: Origin, slices = 275, size = 512): Promise<ImportTiming> {
  const dir = mkdtempSync(join(tmpdir(), 'sparrow-bench-'));
  const pool = createDecodePool();
  try {
    const source = makeSeries(join(dir, 'scan'), { slices, columns: size, rows: size });
    readAndHash(source);
    // The first import also starts the workers, as the first of an engine does; it is not counted.
    await importOnce(source, join(dir, 'library-first'), pool);
    const imports: number[] = [];
    const reads: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (origin === 'disk') evict(source);
      reads.push(timed(() => readAndHash(source)));
      if (origin === 'disk') evict(source);
      imports.push(await importOnce(source, join(dir, `library-${round}`), pool));
    }
    const importMs = median(imports);
    const readAndHashMs = median(reads);
    return { origin, importMs, readAndHashMs, ratio: importMs / readAndHashMs };
  } finally {
    await pool.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function readAndHash(source: string): void {
  for (const name of readdirSync(source)) {
    createHash('sha256')
      .update(readFileSync(join(source, name)))
      .digest('hex');
  }
}

/** Has the system forget what it holds of the files (GNU dd; elsewhere they stay cached). */
function evict(source: string): void {
  for (const name of readdirSync(source)) {
    const file = `of=${join(source, name)}`;
    const how = ['oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'];
    spawnSync('dd', ['if=/dev/null', file, ...how], { stdio: 'ignore' });
  }
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function importOnce(source: string, libraryDir: string, pool: DecodePool): Promise<number> {
  const library = openLibrary(libraryDir);
  const start = performance.now();
  const { studies, skipped } = await importPaths(library, [source], { pool });
  const ms = performance.now() - start;
  if (skipped.length > 0 || studies.length !== 1) throw new Error('the import went wrong');
  library.close();
  rmSync(libraryDir, { recursive: true });
  return ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

if (import.meta.main) {
  for (const origin of ['disk', 'cache'] as const) {
    const { importMs, readAndHashMs, ratio } = await benchImport(origin);
    console.log(
      `275 slices 512x512 from ${origin}: import ${importMs.toFixed(0)} ms, ` +
        `reading and hashing alone ${readAndHashMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
    );
    if (origin === 'disk' && ratio > maxRatio) process.exitCode = 1;
  }
  console.log(`bar: at most ${maxRatio} from disk`);
}
