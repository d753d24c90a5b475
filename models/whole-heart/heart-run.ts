import type { EncoderClock } from './encode.ts';
import type { HeartNetworks } from './networks.ts';
import type { HeartClock } from './progress.ts';

/** What the steps of a run share. */
export interface HeartRun {
  readonly networks: HeartNetworks;
  readonly clock: HeartClock;
  readonly encoder: EncoderClock;
  /** Looked at between batches. */
  readonly cancelled: () => boolean;
}
