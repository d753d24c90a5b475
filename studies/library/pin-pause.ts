import { SparrowError } from '../messages/sparrow-error.ts';

const allowedInARow = 5;
const pauseMs = 60_000;

/**
 * Slows down guessing: after five wrong PINs in a row of one person a pause. Kept in memory only, by a
 * clock that nobody can set.
 */
export class PinPause {
  readonly #now: () => number;
  readonly #tries = new Map<string, { wrong: number; until: number }>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Counts a try before its PIN is looked at, so that many at once are no way round. Throws
   * 'match/pin-pause'.
   */
  begin(person: string): void {
    const now = this.#now();
    const { wrong, until } = this.#tries.get(person) ?? { wrong: 0, until: 0 };
    if (now < until) {
      throw new SparrowError('match/pin-pause', { seconds: Math.ceil((until - now) / 1000) });
    }
    const tried = until > 0 ? 1 : wrong + 1;
    this.#tries.set(person, { wrong: tried, until: tried >= allowedInARow ? now + pauseMs : 0 });
  }

  /** The PIN was right: what came before is forgotten. */
  passed(person: string): void {
    this.#tries.delete(person);
  }
}
