import type { DenseProgress, DenseStep } from './messages.ts';

/** Share of the whole after which the pace so far tells the end. */
const telling = 0.05;

/** How far a run is, counted in passes of one slice through a network; it never goes back. */
export class DenseClock {
  readonly #tell: (progress: DenseProgress) => void;
  readonly #device: () => string;
  readonly #beganAt = performance.now();
  #planned = 1;
  #done = 0;
  #fraction = 0;
  #at: { step: DenseStep; phase: number; phases: number } = { step: 'planes', phase: 0, phases: 0 };

  constructor(tell: (progress: DenseProgress) => void, device: () => string) {
    this.#tell = tell;
    this.#device = device;
  }

  /** So much work is to come: work-ahead.ts. */
  plan(passes: number): void {
    this.#planned += passes;
  }

  /** What is done next. */
  at(step: DenseStep, phase = 0, phases = 0): void {
    this.#at = { step, phase, phases };
    this.work(0);
  }

  work(passes: number): void {
    this.#done += passes;
    this.#fraction = Math.max(this.#fraction, Math.min(0.99, this.#done / this.#planned));
    this.#say();
  }

  end(): void {
    this.#fraction = 1;
    this.#say();
  }

  #say(): void {
    const fraction = this.#fraction;
    const seconds = (performance.now() - this.#beganAt) / 1000;
    const secondsLeft = fraction < telling ? null : (seconds * (1 - fraction)) / fraction;
    this.#tell({ fraction, ...this.#at, secondsLeft, device: this.#device() });
  }
}
