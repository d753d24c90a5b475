import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openLibrary } from './open.ts';
import { countingVoxels, temporaryFolder } from './testing/entries.ts';

const CRASHES = 8;

/**
 * Runs the child on the library and kills it a moment after it has told `lines`, wherever it then
 * is; returns what it told. Counting lines and not seconds keeps a busy machine from killing it
 * before it has done anything.
 */
async function crash(dir: string, lines: number, delayMs: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'testing', 'crash-child.ts'), dir],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let told = '';
  let timer: NodeJS.Timeout | null = null;
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    if (told.split('\n').length <= lines) return;
    timer ??= setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(child.signalCode).toBe('SIGKILL');
  return told.split('\n').filter((line) => line.includes(' '));
}

test(
  'killing the process at any moment loses nothing that was reported done',
  { timeout: 180_000 },
  async () => {
    const folder = temporaryFolder();
    const told: string[] = [];
    for (let n = 0; n < CRASHES; n++) {
      told.push(...(await crash(folder.dir, n, Math.random() * 30)));
    }
    expect(told.length).toBeGreaterThan(CRASHES);

    const library = openLibrary(folder.dir);
    expect(library.jobs.claimInterrupted().every((job) => job.state === 'queued')).toBe(true);
    const reported = (kind: string) =>
      told.filter((line) => line.startsWith(kind)).map((line) => line.slice(kind.length + 1));
    const voxelsAreRight = async (id: string) => {
      const record = library.volumes.get(id);
      const read = await library.volumes.readVoxels(id);
      return Buffer.from(read).equals(countingVoxels(record));
    };
    for (const id of reported('volume')) expect(await voxelsAreRight(id)).toBe(true);
    for (const id of reported('result')) {
      expect(await voxelsAreRight(library.results.get(id).volume)).toBe(true);
    }
    for (const id of reported('job')) expect(library.jobs.get(id).state).toBe('done');

    // And what was not reported is whole or absent: every row has its file, every file its row.
    const volumes = library.volumes.list();
    for (const { id } of volumes) expect(await voxelsAreRight(id)).toBe(true);
    const imported = volumes.filter((volume) => volume.resultId === null);
    expect(readdirSync(join(folder.dir, 'volumes')).sort()).toEqual(
      imported.map(({ id }) => `${id}.raw`).sort(),
    );
    for (const study of library.studies.list()) {
      for (const instance of library.imports.instancesOf(study.uid)) {
        const hash = createHash('sha256').update(readFileSync(instance.path)).digest('hex');
        expect(hash).toBe(instance.sha256);
      }
    }
    library.close();
    expect(existsSync(join(folder.dir, 'damaged'))).toBe(false);
    const raw = new BetterSqlite3(join(folder.dir, 'library.sqlite'));
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
    folder.remove();
  },
);
