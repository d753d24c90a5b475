import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Database } from './database.ts';
import { foldersOf } from './folders.ts';
import { openLibrary } from './open.ts';
import { createPeople, type People } from './people.ts';
import { PinPause } from './pin-pause.ts';
import { temporaryFolder } from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
let database: Database;
let people: People;
let now = 0;

beforeEach(() => {
  folder = temporaryFolder();
  openLibrary(folder.dir).close();
  const folders = foldersOf(folder.dir);
  database = new Database(folders.database);
  now = 1000;
  // The session is only asked for its being there.
  const context = { database, folders, session: {} as never };
  people = createPeople(context, new PinPause(() => now), 2 ** 8);
});
afterEach(() => {
  database.close();
  folder.remove();
});

const code = async (name: string, pin: string) => {
  try {
    return await people.check(name, pin);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('names are unique whatever their case and blanks, and listed in order', async () => {
  await people.add('Zoë  Meier ', '123456');
  await people.add('anna', '4711');
  for (const again of ['Zoë Meier', 'Anna'])
    await expect(people.add(again, '9999')).rejects.toMatchObject({ code: 'match/person-exists' });
  expect(people.list()).toEqual(['anna', 'Zoë Meier']);
  expect(await code('ANNA', '4711')).toBe('anna');
  expect(await code('ANNA', '9999')).toBe('match/pin');
});

test('the same PIN is kept as another hash for each, and never as it is', async () => {
  const pin = '918273645546';
  await people.add('Anna', pin);
  await people.add('Bert', pin);
  const rows = database.raw.prepare('SELECT salt, pin_hash FROM people').all() as {
    salt: Buffer;
    pin_hash: Buffer;
  }[];
  expect(rows[0]?.salt.equals(rows[1]!.salt)).toBe(false);
  expect(rows[0]?.pin_hash.equals(rows[1]!.pin_hash)).toBe(false);
  database.raw.pragma('wal_checkpoint(TRUNCATE)');
  expect(readFileSync(join(folder.dir, 'library.sqlite')).includes(pin)).toBe(false);
});

test('an unknown person and a wrong PIN are told in the same words', async () => {
  await people.add('Anna', '4711');
  await expect(people.check('Anna', '4712')).rejects.toThrow(/do not belong together/);
  await expect(people.check('Nobody', '4711')).rejects.toThrow(/do not belong together/);
});

test('five wrong PINs in a row pause that person for a minute, nobody else', async () => {
  await people.add('Anna', '4711');
  await people.add('Bert', '4711');
  const wrong = (count: number) =>
    Promise.all(Array.from({ length: count }, () => code('Anna', '0000')));
  await wrong(4);
  expect(await code('Anna', '4711')).toBe('Anna');
  // All at once are counted as well as one after another.
  const seven = await wrong(7);
  expect(seven.filter((one) => one === 'match/pin')).toHaveLength(5);
  expect(seven.filter((one) => one === 'match/pin-pause')).toHaveLength(2);
  now += 59_000;
  await expect(people.check('Anna', '4711')).rejects.toThrow(/pauses for 1 s/);
  expect(await code('Bert', '4711')).toBe('Bert');
  now += 1_000;
  expect(await code('Anna', '0000')).toBe('match/pin');
  expect(await code('Anna', '4711')).toBe('Anna');
});
