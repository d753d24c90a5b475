import type { VolumeRecord } from '../../studies/library/records.ts';

/** When each phase of a cine is seen within one heart beat. */
export interface Beat {
  /** Length of one round, milliseconds. */
  readonly periodMs: number;
  /** Start of each phase after the first, milliseconds; the first is 0. */
  readonly startsMs: readonly number[];
  /** Phases a second at true speed. */
  readonly trueFps: number;
  readonly heartRate: number | null;
  /** False when the header tells neither phase times nor R-R, and the rate is a guess. */
  readonly fromHeader: boolean;
}

/** Usual rate of a retrospectively gated cine, where the header keeps silent. */
const assumedFps = 25;

/** The beat of a cine from its header: R-R interval and time of each phase. */
export function beatOf(
  record: Pick<VolumeRecord, 'phases' | 'phaseTimesMs' | 'rrIntervalMs'>,
): Beat {
  const { phases, phaseTimesMs, rrIntervalMs } = record;
  const heartRate = rrIntervalMs ? 60_000 / rrIntervalMs : null;
  const first = phaseTimesMs?.[0] ?? 0;
  const rises = phaseTimesMs?.every((time, n) => n === 0 || time > phaseTimesMs[n - 1]!) ?? false;
  if (phaseTimesMs && phaseTimesMs.length === phases && phases > 1 && rises) {
    const startsMs = phaseTimesMs.map((time) => time - first);
    const last = startsMs[phases - 1]!;
    const step = last / (phases - 1);
    // A nominal R-R shorter than what was acquired would hide the last phases.
    const periodMs = rrIntervalMs && rrIntervalMs > last ? rrIntervalMs : last + step;
    return { periodMs, startsMs, trueFps: (phases * 1000) / periodMs, heartRate, fromHeader: true };
  }
  const periodMs = rrIntervalMs ?? (phases * 1000) / assumedFps;
  return {
    periodMs,
    startsMs: Array.from({ length: phases }, (_, n) => (n * periodMs) / phases),
    trueFps: (phases * 1000) / periodMs,
    heartRate,
    fromHeader: rrIntervalMs !== null,
  };
}

/** The phase seen at a share of the beat, 0 to 1. */
export function phaseAt(beat: Beat, share: number): number {
  const time = share * beat.periodMs;
  let phase = beat.startsMs.length - 1;
  while (phase > 0 && beat.startsMs[phase]! > time + 1e-6) phase--;
  return phase;
}

/**
 * Where playing is in the beat, from elapsed time and never from counted ticks: a late frame is
 * late once and the rate holds. Times in milliseconds of any steady clock.
 */
export class BeatClock {
  #share = 0;
  #since: number | null = null;
  #speed = 1;
  #periodMs: number;

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  get playing(): boolean {
    return this.#since !== null;
  }

  /** Share of the beat at `now`, 0 to 1. */
  shareAt(now: number): number {
    if (this.#since === null) return this.#share;
    const beats = (Math.max(0, now - this.#since) * this.#speed) / this.#periodMs;
    return (this.#share + beats) % 1;
  }

  play(now: number): void {
    this.#since ??= now;
  }

  pause(now: number): void {
    this.#share = this.shareAt(now);
    this.#since = null;
  }

  seek(share: number, now: number): void {
    this.#share = ((share % 1) + 1) % 1;
    if (this.#since !== null) this.#since = now;
  }

  set(periodMs: number, speed: number, now: number): void {
    this.seek(this.shareAt(now), now);
    this.#periodMs = periodMs;
    this.#speed = speed;
  }
}
