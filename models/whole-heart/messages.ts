import type { CineCandidate } from '../../studies/cardiac/planes/candidate.ts';
import type {
  HeartCorrections,
  HeartParams,
  HeartResult,
  HeartWithout,
} from '../../studies/library/heart-records.ts';
import type { VoxelArray } from '../../studies/volume/volume.ts';
import type { LongAxisFacts, ShortAxisFacts } from './features.ts';

/** A cine volume with its stored values: i fastest, then j, k, phase. */
export interface HeartVolume extends Omit<CineCandidate, 'readSlice'> {
  readonly voxels: VoxelArray;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
}

/** What every request to the model needs. */
export interface HeartTools {
  /** Folder with card.json and weights/. */
  readonly modelDir: string;
  readonly provider: HeartParams['provider'];
  readonly threads: number;
  /** Set by wholeMessages (parts.ts): the starter can put replies together from parts. */
  readonly inParts?: boolean;
}

/** The whole analysis of one study: answered by `heart-done`. */
export interface HeartRequest extends HeartTools {
  readonly type: 'heart';
  /** Every cine volume of the study, those of no use too. */
  readonly volumes: readonly HeartVolume[];
  readonly corrections: HeartCorrections;
}

/**
 * What the networks were given, small enough to be kept with a result (2 MB): the numbers with
 * planes turned off, synthetic planes and vectors of new weights are computed from it alone.
 */
export interface HeartInput {
  /** uint8 [9][24][96][96], columns fastest; zeros where a slot is absent. */
  readonly images: Uint8Array;
  /** 1 or 0 for each of the nine slots. */
  readonly present: readonly number[];
  /** [9][12], CONTRACT.md; filled in for absent slots too, but for their last number. */
  readonly geometry: readonly number[];
  /** features.ts makes `measured` from it; null: no masks were at hand. */
  readonly masks: HeartMaskFacts | null;
}

/** What the masks say, slice by slice, so that any choice of slots can be measured. */
export interface HeartMaskFacts {
  /** Of every short-axis plane in use; null: it had no slot in the first pass. */
  readonly shortAxis: readonly (ShortAxisFacts & { readonly slot: number | null })[];
  /** Of the long-axis planes that are present. */
  readonly longAxis: readonly (LongAxisFacts & { readonly slot: number })[];
}

/** Numbers with some slots off, one answer for each choice: answered by `heart-without-done`. */
export interface HeartWithoutRequest extends HeartTools {
  readonly type: 'heart-without';
  readonly input: HeartInput;
  readonly choices: readonly (readonly number[])[];
  /** Beats a minute, for the cardiac output; null: none is given. */
  readonly heartRate: number | null;
}

/** A vector of these weights from a kept input: answered by `heart-embed-done`. */
export interface HeartEmbedRequest extends HeartTools {
  readonly type: 'heart-embed';
  readonly input: HeartInput;
}

/** Planes drawn by the model from the others: answered by `heart-synthesise-done`. */
export interface HeartSynthesiseRequest extends HeartTools {
  readonly type: 'heart-synthesise';
  readonly input: HeartInput;
  /** Slots to draw. They are turned off for the drawing, so a present one is drawn from the rest. */
  readonly slots: readonly number[];
}

export type AnyHeartRequest =
  HeartRequest | HeartWithoutRequest | HeartEmbedRequest | HeartSynthesiseRequest;

/** What a run is at, in this order; 'segmentation' and 'encoder' may come twice. */
export const heartSteps = ['planes', 'encoder', 'segmentation', 'measures', 'checks'] as const;
export type HeartStep = (typeof heartSteps)[number];

export interface HeartProgress {
  /** 0 to 1 over the whole run. */
  readonly fraction: number;
  readonly step: HeartStep;
  readonly secondsLeft: number | null;
  /** For example "CPU, 2 threads". */
  readonly device: string;
}

/** A label map of one cine volume: uint8 classes (heartClasses) on its own grid and phases. */
export interface HeartLabelMap {
  readonly sourceVolumeId: string;
  readonly dims: readonly [number, number, number];
  readonly phases: number;
  /** i fastest, then j, k, phase; slices that were not used hold zeros. */
  readonly labels: Uint8Array;
}

/** All of a result that the model knows; the engine adds ids, dates, the person and the badge. */
export interface HeartOutcome extends Pick<
  HeartResult,
  | 'planes'
  | 'frame'
  | 'leadVolumeId'
  | 'phases'
  | 'rrIntervalMs'
  | 'heartRate'
  | 'edPhase'
  | 'esPhase'
  | 'measures'
  | 'measuresBy'
  | 'head'
  | 'headCurveMl'
  | 'masks'
  | 'flags'
  | 'warnings'
  | 'embedding'
  | 'withoutPlane'
  | 'modelVersion'
  | 'weightsSha256'
  | 'preprocessing'
  | 'provider'
  | 'seconds'
> {
  readonly labels: readonly HeartLabelMap[];
  readonly input: HeartInput;
  readonly device: string;
  /** Seconds inside session.run of all networks, and of the encoder alone with its share around it. */
  readonly sessionSeconds: number;
  readonly encoder: {
    readonly runs: number;
    readonly sessionSeconds: number;
    readonly totalSeconds: number;
  };
  /** Most memory the process held at any time, where the system tells it. */
  readonly peakBytes?: number;
}

/** One drawn plane. */
export interface SynthesisedPlane {
  readonly slot: number;
  /** uint8 [24][96][96], columns fastest. */
  readonly images: Uint8Array;
}

export type HeartReply =
  | { type: 'heart-progress'; progress: HeartProgress }
  | { type: 'heart-done'; outcome: HeartOutcome }
  | { type: 'heart-without-done'; answers: readonly HeartWithout[] }
  | { type: 'heart-embed-done'; embedding: readonly number[]; weightsSha256: string }
  | { type: 'heart-synthesise-done'; planes: readonly SynthesisedPlane[] };
