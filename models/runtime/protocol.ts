import type { EnhanceParams, JobProgress } from '../../studies/library/records.ts';
import type { Warning } from '../../studies/messages/sparrow-error.ts';
import type { Projections } from '../../studies/tomography/projections.ts';
import type { Restored, RestoredEvidence, RestoredStep } from '../mindi3d/restoration.ts';
import type { DenseReply, DenseRequest } from '../dmcvr/messages.ts';
import type { AnyHeartRequest, HeartReply } from '../whole-heart/messages.ts';

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
      /** The views that the input was reconstructed from, where they are at hand. */
      measured?: {
        projections: Projections;
        /** Patient position of the input's first voxel centre. */
        originMm: readonly [number, number, number];
      };
      /** State after the last finished step of an interrupted run, scaled units. */
      resume: Checkpoint | null;
      /** Set by wholeMessages (parts.ts): the starter can put replies together from parts. */
      inParts?: boolean;
    }
  | AnyHeartRequest
  | DenseRequest
  | Part
  /** Tries one execution provider with a tiny network; answered by `provider`. */
  | { type: 'probe'; provider: ProviderName }
  | { type: 'cancel' };

export type ProviderName = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

export interface ProviderStatus {
  name: ProviderName;
  /** A session was made and gave the CPU's numbers. */
  available: boolean;
  /** The device's name where the runtime tells it. */
  device: string | null;
}

/** A piece of a large array, sent ahead of the message that holds it (see parts.ts). */
export interface Part {
  type: 'part';
  /** Which array of the coming message. */
  array: number;
  kind: 'Uint8Array' | 'Int16Array' | 'Uint16Array' | 'Float32Array';
  /** Elements of the whole array, and bytes before this piece. */
  length: number;
  offset: number;
  bytes: Uint8Array;
}

/** Everything a run needs to go on where it stopped. Arrays are on the grid the network works on. */
export interface Checkpoint {
  /** Which of the seeded samples, counted from 0. */
  sample: number;
  /** Steps finished in that sample. */
  stepsDone: number;
  /** Empty when `stepsDone` is 0: the start of a sample is drawn anew from its seed. */
  x: Float32Array;
  /** Running sums over finished samples of the correction x0 - y, scaled units, when samples > 1. */
  sum: Float32Array | null;
  sumSquares: Float32Array | null;
}

export type WorkerReply =
  | { type: 'progress'; progress: JobProgress }
  | { type: 'checkpoint'; checkpoint: Checkpoint }
  /** One of the pictures of the steps, sent ahead of `done`, the first step first. */
  | { type: 'step'; step: RestoredStep }
  | {
      type: 'done';
      hu: Int16Array;
      /** Voxel standard deviation in HU over the samples, when more than one. */
      spreadHu: Float32Array | null;
      start: Restored['start'];
      evidence: RestoredEvidence | null;
      provider: string;
      device: string;
      weightsSha256: string;
      modelVersion: string;
      seconds: number;
      /** Seconds inside session.run alone. */
      sessionSeconds: number;
      /** Most memory the process held at any time, where the system tells it. */
      peakBytes?: number;
      /** Processor seconds of the whole process, start to end. */
      cpuSeconds?: number;
      warnings: Warning[];
    }
  | HeartReply
  | DenseReply
  | { type: 'provider'; status: ProviderStatus }
  | Part
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
