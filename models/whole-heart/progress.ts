import type { HeartProgress, HeartStep } from './messages.ts';

/** What one part of a step probably takes, seconds; only to compare the steps with each other. */
const usualSeconds: Readonly<Record<HeartStep, number>> = {
  planes: 0.5,
  encoder: 0.15,
  segmentation: 0.02,
  measures: 1,
  checks: 0.3,
};

/** Share of the whole after which the pace so far tells the end. */
const telling = 0.05;

/** How far a run is that goes through steps of different pace; it never goes back. */
export class HeartClock {
  readonly #tell: (progress: HeartProgress) => void;
  readonly #device: () => string;
  readonly #beganAt = performance.now();
  #planned = 0;
  #done = 0;
  #fraction = 0;

  constructor(tell: (progress: HeartProgress) => void, device: () => string) {
    this.#tell = tell;
    this.#device = device;
  }

  /** More parts of a step are to come. */
  plan(step: HeartStep, parts: number): void {
    this.#planned += usualSeconds[step] * parts;
  }

  /** So many parts of a step are finished. */
  tick(step: HeartStep, parts = 1): void {
    this.#done += usualSeconds[step] * parts;
    const fraction = this.#done / Math.max(this.#planned, this.#done);
    this.#fraction = Math.max(this.#fraction, fraction);
    this.#say(step);
  }

  /** Everything is done, also what was planned and not needed. */
  end(step: HeartStep): void {
    this.#fraction = 1;
    this.#say(step);
  }

  #say(step: HeartStep): void {
    const fraction = this.#fraction;
    const seconds = (performance.now() - this.#beganAt) / 1000;
    const secondsLeft = fraction < telling ? null : (seconds * (1 - fraction)) / fraction;
    this.#tell({ fraction, step, secondsLeft, device: this.#device() });
  }
}
