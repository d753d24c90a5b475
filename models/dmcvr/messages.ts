import type { DenseParams, DenseResult } from '../../studies/library/dense-records.ts';
import type { HeartCorrections } from '../../studies/library/heart-records.ts';
import type { HeartLabelMap, HeartVolume } from '../whole-heart/messages.ts';

/** One phase of a dense heart: planes x 96 x 96, i fastest. */
export interface DensePhase {
  /** Place in the list of phases that are made. */
  readonly index: number;
  /** 0 to 255 over the stack's display range. */
  readonly picture: Uint8Array;
  /** Classes of dense-records.ts. */
  readonly labels: Uint8Array;
}

/** The dense heart of one study: answered by `dense-phase` for every phase, then `dense-done`. */
export interface DenseRequest {
  readonly type: 'dense';
  /** Folder with card.json and weights/. */
  readonly modelDir: string;
  readonly threads: number;
  /** Every cine volume of the study, those of no use too. */
  readonly volumes: readonly HeartVolume[];
  readonly corrections: HeartCorrections;
  readonly params: DenseParams;
  /** Phases that an interrupted run finished: they are taken as they are. */
  readonly done: readonly DensePhase[];
  /** Whole-heart masks of the long-axis cines, where the study has been analysed. */
  readonly longAxisMasks?: readonly HeartLabelMap[];
  /** Set by wholeMessages (parts.ts): the starter can put replies together from parts. */
  readonly inParts?: boolean;
}

/** What a run is at, in this order. */
export const denseSteps = ['planes', 'slices', 'phases', 'measures', 'withheld'] as const;
export type DenseStep = (typeof denseSteps)[number];

export interface DenseProgress {
  /** 0 to 1 over the whole run. */
  readonly fraction: number;
  readonly step: DenseStep;
  /** Phase being made and how many there are, from 1; 0 of 0 before. */
  readonly phase: number;
  readonly phases: number;
  readonly secondsLeft: number | null;
  /** For example "CPU, 2 threads". */
  readonly device: string;
}

/** All of a result that the model knows; the engine adds ids, dates, the person and the badge. */
export interface DenseOutcome extends Omit<
  DenseResult,
  'id' | 'studyUid' | 'volumeId' | 'labelsVolumeId' | 'model' | 'inputSha256' | 'created' | 'badge'
> {
  readonly leadVolumeId: string;
  readonly device: string;
  /** Seconds inside session.run of all networks. */
  readonly sessionSeconds: number;
  /** Most memory the process held at any time, where the system tells it. */
  readonly peakBytes?: number;
}

export type DenseReply =
  | { type: 'dense-progress'; progress: DenseProgress }
  | { type: 'dense-phase'; phase: DensePhase }
  | { type: 'dense-done'; outcome: DenseOutcome };
