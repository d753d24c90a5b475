import type { EnhanceParams, JobProgress } from '../../studies/library/records.ts';
import type { Warning } from '../../studies/messages/sparrow-error.ts';
import type { ConeBeam } from '../../studies/tomography/cone-beam.ts';
import type { Projections } from '../../studies/tomography/projections.ts';
import type { LpsPoint } from '../../studies/volume/geometry.ts';
import type { RestorationCard } from '../runtime/card.ts';
import type { Checkpoint } from '../runtime/protocol.ts';
import type { Tensors } from '../runtime/session.ts';
import type { GridSize, Spacing } from './working-grid.ts';

export type RestoreParams = Pick<
  EnhanceParams,
  'steps' | 'samples' | 'seed' | 'start' | 'refine' | 'keepSteps'
>;

export interface RestoreRequest {
  /** The sparse-view FDK volume in whole HU, i fastest, its axes those of the patient. */
  readonly hu: Int16Array;
  readonly dims: GridSize;
  readonly spacingMm: Spacing;
  /** Patient position of the first voxel's centre; of use with projections only. */
  readonly originMm: LpsPoint;
  /** The views that the volume was reconstructed from, and only those; null when not at hand. */
  readonly projections: Projections | null;
  readonly params: RestoreParams;
  /** Leave out to have the evidence whenever there are projections. */
  readonly evidence?: boolean;
}

export interface RestoreTools {
  /** The card's input block: scale, tile, noise level, data-consistent start. */
  readonly input: RestorationCard['input'];
  /** Runs the network once, filling the outputs in place (Session.run). */
  readonly run: (inputs: Tensors, outputs: Tensors) => Promise<void>;
  /** Needed with projections only. */
  readonly beam: ConeBeam | null;
  readonly onProgress?: (progress: Omit<JobProgress, 'device'>) => void;
  /** The arrays are the run's own: copy or send them before resolving. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => Promise<void>;
  /** Looked at between tiles and between views; rejects with `Cancelled` soon after it says so. */
  readonly cancelled?: () => boolean;
  readonly resume?: Checkpoint | null;
}

/** The picture after one step. */
export interface RestoredStep {
  readonly step: number;
  readonly steps: number;
  readonly hu: Int16Array;
  /** Mean gradient magnitude inside the field of view, relative to the input's. */
  readonly sharpness: number;
  readonly residualPercent: number | null;
}

/** How far the result agrees with what was measured. */
export interface RestoredEvidence {
  /** Sum |A x - p| / sum |p| over the rays that stay inside the slices, percent. */
  readonly residualPercent: number;
  readonly inputResidualPercent: number;
  readonly perViewPercent: readonly number[];
  /** Computed minus measured line integrals [view][u][v]; 0 for rays that are not compared. */
  readonly residual: Float32Array;
  /** The residual carried back into the volume, HU, i fastest: positive where the picture is too dense. */
  readonly departure: Float32Array;
  /** Voxels in the field of view that depart by more than `departureHu`, percent. */
  readonly departurePercent: number;
  readonly inputDeparturePercent: number;
  readonly departureHu: number;
}

export interface Restored {
  readonly hu: Int16Array;
  /** Voxel standard deviation over the samples, HU, when more than one. */
  readonly spreadHu: Float32Array | null;
  /** As run: 'auto' resolved. */
  readonly start: 'fdk' | 'projections';
  /** x_1 of a data-consistent start on the volume's own grid, HU: OS-SART-TV with nothing learned. */
  readonly startHu: Int16Array | null;
  readonly steps: readonly RestoredStep[];
  readonly evidence: RestoredEvidence | null;
  readonly warnings: readonly Warning[];
}

/** What `restore` in restore.ts does, in whatever process calls it. */
export type Restore = (request: RestoreRequest, tools: RestoreTools) => Promise<Restored>;
