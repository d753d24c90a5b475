import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { SparrowError } from '../messages/sparrow-error.ts';
import { writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { PinPause } from './pin-pause.ts';

/** N of scrypt (RFC 7914) with r = 8, p = 1: 16 MiB a try. */
const usualCost = 2 ** 14;
const hashBytes = 32;

export interface People {
  list(): string[];
  add(name: string, pin: string): Promise<void>;
  /** The name as it was added. Throws 'match/pin', 'match/pin-pause'. */
  check(name: string, pin: string): Promise<string>;
}

/** Who may sign. Of a PIN only a salted hash is kept. */
export function createPeople(context: Context, pause = new PinPause(), cost = usualCost): People {
  const { database } = context;
  return {
    list() {
      const names = tables.selectFrom('people').select('name').orderBy('name');
      return database.all(names).map(({ name }) => name);
    },
    async add(name, pin) {
      writingSession(context);
      const salt = randomBytes(16);
      const row = {
        name: tidy(name),
        salt,
        pin_hash: await hashed(pin, salt, cost),
        cost,
        created: new Date().toISOString(),
      };
      const put = tables.insertInto('people').values(row);
      const added = database.change(put.onConflict((conflict) => conflict.doNothing()));
      if (added === 0) throw new SparrowError('match/person-exists');
    },
    async check(name, pin) {
      const person = database.first(
        tables.selectFrom('people').selectAll().where('name', '=', tidy(name)),
      );
      if (person === undefined) {
        // As long as a real look, so that the time does not tell who may sign.
        await hashed(pin, Buffer.alloc(16), cost);
        throw new SparrowError('match/pin');
      }
      pause.begin(person.name);
      const hash = await hashed(pin, person.salt, person.cost);
      if (!timingSafeEqual(hash, person.pin_hash)) throw new SparrowError('match/pin');
      pause.passed(person.name);
      return person.name;
    },
  };
}

/** One spelling of one name. */
function tidy(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function hashed(pin: string, salt: Buffer, n: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(pin, salt, hashBytes, { N: n, r: 8, p: 1, maxmem: 256 * n * 8 }, (error, key) =>
    error === null ? resolve(key) : reject(error),
  );
  return promise;
}
