import type {
  HeartCorrections,
  HeartEdit,
  HeartNeighbour,
  HeartResult,
  HeartTrend,
} from './heart-records.ts';
import type { VolumeRecord } from './records.ts';

/** What the networks were given, kept so that they can be asked again without the cines. */
export interface HeartInputRecord {
  /** uint8, as the model made them. */
  images: Uint8Array<ArrayBuffer>;
  /** Everything else, as JSON: masks of planes, geometry. */
  facts: unknown;
}

/** One run of the whole-heart model on one study. */
export interface NewHeart {
  /** `labels` name the volumes below; `embedding` is searched under `weightsSha256`. */
  result: HeartResult;
  /** Label maps, uint8 on the grid of their source, each with `resultId`. */
  labels: readonly { volume: VolumeRecord; voxels: Uint8Array }[];
  input: HeartInputRecord;
  /** Marked done in the same transaction, with this result's id. */
  jobId?: string | undefined;
}

/** One slice of one phase of a label map. */
export type HeartLabelPlace = Pick<HeartEdit, 'sourceVolumeId' | 'slice' | 'phase'>;

export interface DrawnSlice extends HeartLabelPlace {
  /** uint8 classes, i fastest. */
  labels: Uint8Array<ArrayBuffer>;
}

/** What follows from the label maps as they now are; replaces those fields of the record. */
export type HeartFollowing = Pick<
  HeartResult,
  'edited' | 'measures' | 'measuresBy' | 'edPhase' | 'esPhase' | 'flags'
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
  /** Record, label maps, input and vector commit together; when it resolves they are on disk. */
  save(entry: NewHeart): Promise<void>;
  /** The result with all that belongs to it, at once. */
  delete(id: string): void;

  edits(id: string): HeartEdit[];
  /** Drawn slices with their labels; of one volume and phase where named. */
  drawn(id: string, of?: { sourceVolumeId: string; phase?: number }): Promise<DrawnSlice[]>;
  /**
   * Keeps a drawn slice, or removes it (null), with the measures that follow, in one transaction.
   * Throws `heart/edited-meanwhile` when the edits are no longer those that `seen` lists.
   */
  draw(
    id: string,
    place: HeartLabelPlace,
    labels: Uint8Array | null,
    follows: HeartFollowing,
    seen: readonly HeartEdit[],
  ): Promise<void>;

  /** What the user put right; the defaults where nothing was. */
  corrections(studyUid: string): HeartCorrections;
  correct(studyUid: string, corrections: HeartCorrections): void;

  readInput(id: string): Promise<HeartInputRecord>;
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
