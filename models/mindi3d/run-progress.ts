import type { JobProgress } from '../../studies/library/records.ts';
import { TimeLeft } from '../runtime/time-left.ts';

export type Phase = NonNullable<JobProgress['phase']>;

export interface PhasePlan {
  readonly phase: Phase;
  /** Equal parts that the phase consists of. */
  readonly parts: number;
  /** What it probably takes, only to compare the phases with each other. */
  readonly seconds: number;
}

/** Share of the whole after which the pace so far tells the end. */
const telling = 0.05;

/**
 * How far a run is that goes through phases of different pace. The network's parts are its passes
 * over tiles, counted within each step.
 */
export class RunProgress {
  readonly #plan: readonly PhasePlan[];
  readonly #network: TimeLeft;
  readonly #steps: number;
  readonly #passes: number;
  readonly #total: number;
  readonly #done = new Map<Phase, number>();
  readonly #beganAt = performance.now();
  readonly #beganFraction: number;
  #phase: Phase;

  /**
   * @param passes of the network in each step
   * @param passesBefore done by an earlier, interrupted run
   */
  constructor(plan: readonly PhasePlan[], steps: number, passes: number, passesBefore: number) {
    this.#plan = plan;
    this.#steps = steps;
    this.#passes = passes;
    this.#phase = plan[0]!.phase;
    this.#total = plan.reduce((sum, { seconds }) => sum + seconds, 0);
    this.#network = new TimeLeft(steps * passes, passesBefore);
    this.#done.set('network', passesBefore);
    this.#beganFraction = this.#fraction();
  }

  /** One more part of a phase is finished. */
  tick(phase: Phase): Omit<JobProgress, 'device'> {
    this.#phase = phase;
    this.#done.set(phase, (this.#done.get(phase) ?? 0) + 1);
    if (phase === 'network') this.#network.tick();
    const fraction = this.#fraction();
    return {
      fraction,
      secondsLeft: this.#secondsLeft(fraction),
      steps: this.#steps,
      ...this.#place(),
      ...(this.#plan.length > 1 ? { phase } : {}),
    };
  }

  #place(): Pick<JobProgress, 'step' | 'tile' | 'tiles'> {
    const done = this.#done.get(this.#phase) ?? 0;
    if (this.#phase === 'network') {
      const passes = this.#passes;
      const step = Math.min(this.#steps, Math.ceil(done / Math.max(1, passes)));
      return { step, tile: passes === 0 ? 0 : ((done - 1) % passes) + 1, tiles: passes };
    }
    const tiles = this.#plan.find(({ phase }) => phase === this.#phase)?.parts ?? done;
    const step = this.#phase === 'start' ? 0 : this.#steps;
    return { step, tile: Math.min(done, tiles), tiles };
  }

  #fraction(): number {
    if (this.#plan.length === 1) return this.#network.fraction;
    const done = this.#plan.reduce((sum, { phase, parts, seconds }) => {
      const share = parts === 0 ? 1 : Math.min(1, (this.#done.get(phase) ?? 0) / parts);
      return sum + seconds * share;
    }, 0);
    return this.#total === 0 ? 1 : Math.min(1, done / this.#total);
  }

  #secondsLeft(fraction: number): number | null {
    if (this.#plan.length === 1) return this.#network.secondsLeft;
    const gone = fraction - this.#beganFraction;
    if (gone < telling) return null;
    return (((performance.now() - this.#beganAt) / 1000) * (1 - fraction)) / gone;
  }
}
