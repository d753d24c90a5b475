/**
 * Estimates the time left of a run made of equal parts. The first part is slower (memory is touched
 * for the first time, kernels are compiled), so it counts only until a second one is known.
 */
export class TimeLeft {
  readonly #parts: number;
  #done: number;
  #measured = 0;
  #secondsAfterFirst = 0;
  #last: number;

  /** @param done parts finished by an earlier, interrupted run. */
  constructor(parts: number, done = 0, now = performance.now()) {
    this.#parts = parts;
    this.#done = done;
    this.#last = now;
  }

  /** Tells that one more part is finished. */
  tick(now = performance.now()): void {
    this.#done += 1;
    this.#measured += 1;
    if (this.#measured > 1) this.#secondsAfterFirst += (now - this.#last) / 1000;
    this.#last = now;
  }

  get done(): number {
    return this.#done;
  }

  get fraction(): number {
    return this.#parts === 0 ? 1 : this.#done / this.#parts;
  }

  /** Null until two parts were measured. */
  get secondsLeft(): number | null {
    if (this.#measured < 2) return null;
    return (this.#secondsAfterFirst / (this.#measured - 1)) * (this.#parts - this.#done);
  }
}
