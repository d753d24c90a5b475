import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import type { JobProgress } from '../../../../studies/library/records.ts';
import { offThreadUntil } from '../../services/off-thread.ts';
import type { MatchOrder } from './match-order.ts';
import { matchSteps, type MatchFindings, type MatchStep } from './run-match.ts';

/** About where in the whole work each step begins. */
const beginsAt: Readonly<Record<MatchStep, number>> = {
  prepare: 0.02,
  fit: 0.2,
  evidence: 0.45,
  uncertainty: 0.65,
  opinion: 0.85,
};

/**
 * A match in a thread of its own: it is all arithmetic of ours, so a thread can be ended at any moment,
 * which a native library would not survive. Rejects with the signal's reason at once when it aborts,
 * and with the match's SparrowError.
 */
export async function matchOffThread(
  order: MatchOrder,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<MatchFindings> {
  const name = `match ${randomUUID()}`;
  const steps = new BroadcastChannel(name);
  steps.onmessage = (event: unknown) =>
    onProgress(progressAt((event as { readonly data: MatchStep }).data));
  try {
    return await offThreadUntil(signal, 'match', order, name);
  } finally {
    steps.close();
  }
}

function progressAt(step: MatchStep): JobProgress {
  return {
    fraction: beginsAt[step],
    step: matchSteps.indexOf(step) + 1,
    steps: matchSteps.length,
    tile: 0,
    tiles: 0,
    secondsLeft: null,
    device: 'CPU',
    phase: step,
  };
}
