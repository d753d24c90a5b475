import type { DenseResult } from './dense-records.ts';
import type { VolumeRecord } from './records.ts';

/** One run on one stack. */
export interface NewDense {
  /** Names the volumes below. */
  result: DenseResult;
  /** Pictures and classes, uint8 on one grid, phases one after the other, each with `resultId`. */
  volumes: readonly { volume: VolumeRecord; voxels: Uint8Array }[];
  /** Marked done in the same transaction, with this result's id. */
  jobId?: string | undefined;
}

/** Surfaces by another way at one phase. */
export interface DenseOpinion {
  readonly phase: number;
  /** JSON of whoever made it. */
  readonly summary: unknown;
  /** As they are sent: see dense-routes. */
  readonly meshes: Uint8Array<ArrayBuffer>;
}

/** Dense hearts of studies in sight. What belongs to one goes with it. */
export interface DenseHearts {
  /** Newest first. */
  list(filter?: { studyUid?: string }): DenseResult[];
  get(id: string): DenseResult;
  /** Null where no dense heart has that id. */
  find(id: string): DenseResult | null;
  /** Record and voxels commit together; when it resolves they are on disk. */
  save(entry: NewDense): Promise<void>;
  /** The result with all that belongs to it, at once. */
  delete(id: string): void;
  /** By phase. */
  opinions(id: string): DenseOpinion[];
  /** In the place of an earlier one of that phase; the job is done in the same transaction. */
  keepOpinion(id: string, opinion: DenseOpinion, jobId?: string): void;
}
