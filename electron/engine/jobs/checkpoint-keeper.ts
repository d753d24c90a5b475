import type { Jobs } from '../../../studies/library/library.ts';
import type { Checkpoint } from '../../../models/runtime/protocol.ts';
import { logFailure } from '../log.ts';
import {
  checkpointFromBytes,
  checkpointToBytes,
  type CheckpointOwner,
} from './checkpoint-bytes.ts';

/**
 * Keeps the newest finished step of a job on disk. Writes follow one another; a step that comes
 * while one is being written replaces the one that waits.
 */
export class CheckpointKeeper {
  readonly #jobs: Jobs;
  readonly #jobId: string;
  readonly #owner: CheckpointOwner;
  #waiting: Checkpoint | null = null;
  #writing: Promise<void> | null = null;
  #kept = false;

  constructor(jobs: Jobs, jobId: string, owner: CheckpointOwner) {
    this.#jobs = jobs;
    this.#jobId = jobId;
    this.#owner = owner;
  }

  /** Whether this run has finished a step since it began. */
  get hasKept(): boolean {
    return this.#kept;
  }

  keep(checkpoint: Checkpoint): void {
    this.#waiting = checkpoint;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** The last finished step, of this run or an interrupted one; null to begin at the start. */
  async last(): Promise<Checkpoint | null> {
    await this.settled();
    const bytes = await this.#jobs.readCheckpoint(this.#jobId);
    return bytes === null ? null : checkpointFromBytes(bytes, this.#owner);
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting !== null) {
        const checkpoint = this.#waiting;
        this.#waiting = null;
        const bytes = await checkpointToBytes(checkpoint, this.#owner);
        await this.#jobs.writeCheckpoint(this.#jobId, bytes);
        this.#kept = true;
      }
    } catch (error) {
      // A full disk costs the way back to this step, not the run.
      logFailure('checkpoint', error);
    } finally {
      this.#writing = null;
    }
  }
}
