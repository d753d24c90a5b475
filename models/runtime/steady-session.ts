import type { Warning } from '../../studies/messages/sparrow-error.ts';
import { chooseSession, note, type SelfTest } from './choose-provider.ts';
import type { EnhanceParams } from '../../studies/library/records.ts';
import { openSession, type Session, type Tensors } from './session.ts';

/** A session that goes on on the CPU when its graphics device is lost in the middle of a run. */
export interface SteadySession {
  readonly current: Session;
  /** What the user must know about the device, so far. */
  readonly warnings: readonly Warning[];
  /** Seconds inside `run`, on every device used. */
  readonly seconds: number;
  run(inputs: Tensors, outputs: Tensors): Promise<void>;
  release(): Promise<void>;
}

/** Opens a network as chooseSession does, and keeps it running. */
export async function openSteadySession(
  weights: Uint8Array,
  wanted: EnhanceParams['provider'],
  threads: number,
  selfTest: SelfTest,
  open: typeof openSession = openSession,
): Promise<SteadySession> {
  const chosen = await chooseSession(weights, wanted, threads, selfTest, open);
  const warnings = [...chosen.warnings];
  let current = chosen.session;
  // The self-test is not part of the run.
  let earlier = -current.seconds;
  return {
    get current() {
      return current;
    },
    get seconds() {
      return earlier + current.seconds;
    },
    warnings,
    async run(inputs, outputs) {
      try {
        await current.run(inputs, outputs);
      } catch (error) {
        if (current.provider === 'cpu') throw error;
        warnings.push(note('model/provider-failed', current.provider));
        earlier += current.seconds;
        await current.release().catch(() => undefined);
        current = await open(weights, { provider: 'cpu', threads });
        await current.run(inputs, outputs);
      }
    },
    release: () => current.release(),
  };
}
