import type { EnhanceParams, JobProgress } from '../../studies/library/records.ts';
import type { Warning } from '../../studies/messages/sparrow-error.ts';

/** What the engine and the inference process say to each other. Structured clone, one job a process. */
export type WorkerRequest =
  | {
      type: 'enhance';
      /** Folder with card.json and weights/. */
      modelDir: string;
      params: EnhanceParams;
      threads: number;
      input: {
        dims: readonly [number, number, number];
        spacingMm: readonly [number, number, number];
        hu: Int16Array;
      };
      /** State after the last finished step of an interrupted run, scaled units. */
      resume: Checkpoint | null;
    }
  | { type: 'cancel' };

export interface Checkpoint {
  /** Which of the seeded samples, counted from 0. */
  sample: number;
  /** Steps finished in that sample. */
  stepsDone: number;
  x: Float32Array;
  /** Running sum over finished samples when samples > 1. */
  sum: Float32Array | null;
  sumSquares: Float32Array | null;
}

export type WorkerReply =
  | { type: 'progress'; progress: JobProgress }
  | { type: 'checkpoint'; checkpoint: Checkpoint }
  | {
      type: 'done';
      hu: Int16Array;
      /** Voxel standard deviation in HU over the samples, when more than one. */
      spreadHu: Float32Array | null;
      provider: string;
      device: string;
      weightsSha256: string;
      modelVersion: string;
      seconds: number;
      /** Seconds inside session.run alone. */
      sessionSeconds: number;
      warnings: Warning[];
    }
  | { type: 'cancelled' }
  | { type: 'failed'; code: string; params: Record<string, string | number> };

/**
 * A process the door started for the engine (child_process in Node, utilityProcess in Electron):
 * the engine never names either.
 */
export interface WorkerProcess {
  post(message: WorkerRequest): void;
  onMessage(listener: (message: WorkerReply) => void): void;
  onExit(listener: (code: number | null) => void): void;
  /** At once, also in the middle of a run. */
  kill(): void;
}

export type StartWorker = (entry: 'inference') => WorkerProcess;
