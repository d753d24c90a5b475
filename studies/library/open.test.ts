import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLibrary } from './open.ts';
import { importOne, temporaryFolder } from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => folder.remove());

test('a new library is empty, strict, logged ahead and for its owner only', () => {
  const dir = join(folder.dir, 'library');
  const library = openLibrary(dir);
  expect(library.studies.list()).toEqual([]);
  expect(library.stats()).toMatchObject({ studies: 0, instances: 0 });
  library.close();
  expect(statSync(dir).mode & 0o077).toBe(0);
  const raw = new BetterSqlite3(join(dir, 'library.sqlite'));
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  const loose = raw.prepare(`SELECT name FROM pragma_table_list WHERE type = 'table'
    AND schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'
    AND name NOT LIKE 'heart_vectors_%'`);
  expect(loose.all()).toEqual([]);
  raw.close();
});

test('a newer schema is refused and left alone', () => {
  openLibrary(folder.dir).close();
  const raw = new BetterSqlite3(join(folder.dir, 'library.sqlite'));
  raw.pragma('user_version = 990');
  raw.close();
  expect(() => openLibrary(folder.dir)).toThrow(/newer Sparrow \(schema 990/);
  expect(() => openLibrary(folder.dir, { readOnly: true })).toThrow(/newer Sparrow/);
  const after = new BetterSqlite3(join(folder.dir, 'library.sqlite'));
  expect(after.pragma('user_version', { simple: true })).toBe(990);
  after.close();
});

test('an older schema waits until it is alone, and is not read half-known', () => {
  const holder = openLibrary(folder.dir);
  const raw = new BetterSqlite3(join(folder.dir, 'library.sqlite'));
  raw.pragma('user_version = 5');
  raw.close();
  const code = (name: string) => expect.objectContaining({ code: name }) as Error;
  expect(() => openLibrary(folder.dir)).toThrow(code('library/in-use'));
  expect(() => openLibrary(folder.dir, { readOnly: true })).toThrow(code('library/older-schema'));
  holder.close();
});

test("someone else's database is refused", () => {
  const raw = new BetterSqlite3(join(folder.dir, 'library.sqlite'));
  raw.exec('CREATE TABLE theirs (a)');
  raw.close();
  const bytes = readFileSync(join(folder.dir, 'library.sqlite'));
  expect(() => openLibrary(folder.dir)).toThrow(
    expect.objectContaining({ code: 'library/not-a-library' }),
  );
  expect(readFileSync(join(folder.dir, 'library.sqlite')).equals(bytes)).toBe(true);
});

test('a damaged database is refused, kept as it is and copied aside', async () => {
  const library = openLibrary(folder.dir);
  await importOne(library);
  library.close();
  const file = join(folder.dir, 'library.sqlite');
  truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096);
  // As after a crash: the daily stamp must not hide the damage.
  writeFileSync(join(folder.dir, 'sessions', 'dead.lock'), '');
  const bytes = statSync(file).size;
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => openLibrary(folder.dir)).toThrow(
      expect.objectContaining({ code: 'library/corrupt' }),
    );
  }
  expect(statSync(file).size).toBe(bytes);
  const copies = readdirSync(join(folder.dir, 'damaged')).filter((name) => !/-wal$/.test(name));
  expect(copies).toHaveLength(1);
  expect(readdirSync(join(folder.dir, 'files'))).toHaveLength(1);
});

test('garbage in place of the database is refused with a copy', () => {
  writeFileSync(join(folder.dir, 'library.sqlite'), 'not a database at all'.repeat(1000));
  expect(() => openLibrary(folder.dir)).toThrow(
    expect.objectContaining({ code: 'library/corrupt' }),
  );
  expect(readdirSync(join(folder.dir, 'damaged'))).toHaveLength(1);
});

test('two may hold one library; each sees what the other wrote', async () => {
  const one = openLibrary(folder.dir);
  const two = openLibrary(folder.dir);
  const volume = await importOne(one);
  expect(two.volumes.get(volume.id)).toEqual(volume);
  two.settings.set('theme', 'dark');
  expect(one.settings.get('theme')).toBe('dark');
  one.close();
  two.close();
});

test('reading only sees everything, changes nothing and refuses to write', async () => {
  expect(() => openLibrary(folder.dir, { readOnly: true })).toThrow(
    expect.objectContaining({ code: 'library/absent' }),
  );
  const library = openLibrary(folder.dir);
  const volume = await importOne(library);
  const reader = openLibrary(folder.dir, { readOnly: true });
  expect(reader.readOnly).toBe(true);
  expect(reader.studies.list()).toEqual(library.studies.list());
  await expect(reader.volumes.readVoxels(volume.id)).resolves.toBeInstanceOf(Uint8Array);
  expect(() => reader.studies.hide('1.2.3')).toThrow(/reading only/);
  expect(() => reader.settings.set('a', 1)).toThrow(/reading only/);
  expect(() => reader.imports.begin()).toThrow(/reading only/);
  reader.close();
  library.close();
});

test('what interrupted imports left is swept, what the rows speak of stays', async () => {
  const library = openLibrary(folder.dir);
  const volume = await importOne(library);
  library.close();
  const at = (...parts: string[]) => join(folder.dir, ...parts);
  mkdirSync(at('staging', 'dead-session'), { recursive: true });
  writeFileSync(at('staging', 'dead-session', 'file-0'), 'x');
  writeFileSync(at('volumes', 'nobody.raw'), 'x');
  mkdirSync(at('files', 'ff'), { recursive: true });
  writeFileSync(at('files', 'ff', 'f'.repeat(64)), 'x');
  writeFileSync(at('checkpoints', 'no-job'), 'x');

  const first = openLibrary(folder.dir);
  expect(existsSync(at('staging', 'dead-session'))).toBe(false);
  expect(existsSync(at('volumes', 'nobody.raw'))).toBe(false);
  expect(existsSync(at('files', 'ff', 'f'.repeat(64)))).toBe(false);
  expect(existsSync(at('checkpoints', 'no-job'))).toBe(false);
  expect(first.volumes.hasVoxels(volume.id)).toBe(true);

  // A second one arriving must not take what the first is just moving in place.
  writeFileSync(at('volumes', 'under-way.raw'), 'x');
  const pending = first.imports.begin();
  const second = openLibrary(folder.dir);
  expect(existsSync(at('volumes', 'under-way.raw'))).toBe(true);
  expect(existsSync(pending.dir)).toBe(true);
  second.close();
  first.close();
});
