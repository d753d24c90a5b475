import type {
  HeartCorrections,
  HeartEdit,
  HeartNeighbour,
  HeartPlanes,
  HeartResult,
  HeartTrend,
  HeartWithout,
} from '../../../../studies/library/heart-records.ts';

/** All slices of one phase of the labels drawn on a cine volume. */
export interface LabelPhase {
  readonly volumeId: string;
  readonly phase: number;
}

/** One of those slices. */
export interface LabelPlace extends LabelPhase {
  readonly slice: number;
}

/** Hearts of the library: planes, results, edits, and what can be asked of a stored one. */
export interface HeartsService {
  /** The study's cine planes as they are understood, corrections applied. */
  planes(studyUid: string): Promise<HeartPlanes>;
  /** Replaces what was put right before; answers with the planes that follow. Nothing is kept when it rejects. */
  correct(studyUid: string, corrections: HeartCorrections): Promise<HeartPlanes>;
  /** Newest first. */
  list(filter?: { studyUid?: string }): Promise<HeartResult[]>;
  get(id: string): Promise<HeartResult>;
  remove(id: string): Promise<void>;
  /** uint8 classes, i fastest; with the edits, or the model's own. */
  labels(id: string, place: LabelPhase, edited: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Keeps a slice as a person drew it and measures anew. Rejects with `heart/bad-labels`, or with
   * `heart/edited-meanwhile` when the edit there is not the `expected` one (its `created`; empty for
   * none; left out: not asked).
   */
  draw(id: string, place: LabelPlace, labels: Uint8Array, expected?: string): Promise<HeartResult>;
  /** Back to the model's own labels in that slice, measured anew. */
  revert(id: string, place: LabelPlace): Promise<HeartResult>;
  edits(id: string): Promise<HeartEdit[]>;
  /** The numbers with some of the nine planes turned off. */
  without(id: string, slotsOff: readonly number[]): Promise<HeartWithout>;
  /** One of the nine planes as the others tell it, [24][96][96] uint8. */
  synthesise(id: string, slot: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Nearest first; only hearts embedded by the same weights. */
  similar(id: string, ask: { k: number; samePatient: boolean }): Promise<HeartNeighbour[]>;
  /** The same patient over time: the newest result of each study, oldest study first. */
  trend(studyUid: string): Promise<HeartTrend>;
}
