import type {
  HeartCorrections,
  HeartEdit,
  HeartNeighbour,
  HeartResult,
  HeartTrend,
} from './heart-records.ts';
import type { VolumeRecord } from './records.ts';

/** One run of the whole-heart model on one study. */
export interface NewHeart {
  /** `labels` name the volumes below; `embedding` is searched under `weightsSha256`. */
  result: HeartResult;
  /** Label maps, uint8 on the grid of their source, each with `resultId`. */
  labels: readonly { volume: VolumeRecord; voxels: Uint8Array }[];
  /** What the networks were given, packed by the model: they can be asked again without the cines. */
  input: Uint8Array;
  /** Marked done in the same transaction, with this result's id. */
  jobId?: string | undefined;
}

/** One slice of one phase of a label map. */
export type HeartLabelPlace = Pick<HeartEdit, 'sourceVolumeId' | 'slice' | 'phase'>;

export interface DrawnSlice extends HeartLabelPlace {
  /** uint8 classes, i fastest. */
  labels: Uint8Array<ArrayBuffer>;
}

/** A drawn slice, or null in its place: back to the model's own. */
export interface HeartChange extends HeartLabelPlace {
  labels: Uint8Array | null;
}

/** What follows from the label maps as they now are; stands in for those fields of the record. */
export type HeartFollowing = Pick<
  HeartResult,
  'edited' | 'measures' | 'measuresBy' | 'edPhase' | 'esPhase' | 'flags' | 'warnings'
>;

export interface SimilarOptions {
  /** How many, at most. */
  k: number;
  /** Also hearts of the same patient; those are left out otherwise. */
  samePatient: boolean;
  /** Without the search index: what the index is held against. */
  plain?: boolean;
}

/** Hearts of studies in sight. What belongs to one goes with it. */
export interface Hearts {
  /** Newest first. */
  list(filter?: { studyUid?: string }): HeartResult[];
  get(id: string): HeartResult;
  /** Null where no heart has that id. */
  find(id: string): HeartResult | null;
  /** Record, label maps, input and vector commit together; when it resolves they are on disk. */
  save(entry: NewHeart): Promise<void>;
  /** The result with all that belongs to it, at once. */
  delete(id: string): void;

  edits(id: string): HeartEdit[];
  /** Drawn slices with their labels; of one volume and phase where named. */
  drawn(id: string, of?: { sourceVolumeId: string; phase?: number }): Promise<DrawnSlice[]>;
  /**
   * Keeps drawn slices with the measures that follow (null: no edits are left), in one transaction.
   * Throws `heart/edited-meanwhile` when the edits are no longer those that `seen` lists.
   */
  draw(
    id: string,
    changes: readonly HeartChange[],
    follows: HeartFollowing | null,
    seen: readonly HeartEdit[],
  ): Promise<void>;
  /** The record as the model made it, without what follows from edits. */
  unedited(id: string): HeartResult;

  /** What the user put right; the defaults where nothing was. */
  corrections(studyUid: string): HeartCorrections;
  correct(studyUid: string, corrections: HeartCorrections): void;

  readInput(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Of the vector that is searched: a later model may have made it anew. */
  embeddedBy(id: string): string;
  /** Hearts whose vector other weights made, oldest first; of hidden studies too. */
  embeddedByOthers(weightsSha256: string): string[];
  embed(id: string, weightsSha256: string, embedding: readonly number[]): void;
  /** Nearest first; only vectors of the same weights. */
  similar(id: string, options: SimilarOptions): HeartNeighbour[];
  /** Whether `similar` goes through sqlite-vec. */
  readonly indexed: boolean;
  /** The newest result of each study of the same patient, oldest study first. */
  trend(studyUid: string): HeartTrend;
}
