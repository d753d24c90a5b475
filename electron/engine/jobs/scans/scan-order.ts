import type { ReconstructParams, SimulateParams } from '../../../../studies/library/records.ts';
import type { MessageCode } from '../../../../studies/messages/catalogue.ts';
import type { MessageParams } from '../../../../studies/messages/sparrow-error.ts';
import type { GridFrame } from '../../../../studies/tomography/circular-geometry.ts';
import type { PresetId } from '../../../../studies/tomography/presets.ts';
import type { Projections } from '../../../../studies/tomography/projections.ts';
import type { SimulatedScan } from '../../../../studies/tomography/simulation/simulate-scan.ts';
import type { VoxelGrid } from '../../../../studies/volume/volume.ts';

/** What one computing thread is to do. */
export type ScanOrder = ReconstructOrder | SimulateOrder;

export interface ReconstructOrder {
  readonly kind: 'reconstruct';
  readonly threads: number;
  readonly projections: Projections;
  readonly frame: GridFrame;
  readonly method: ReconstructParams['method'];
  readonly hannCutOff: number;
  readonly iterations: number;
  readonly tvWeightHu: number;
}

export interface SimulateOrder {
  readonly kind: 'simulate';
  readonly threads: number;
  /** One phase in Hounsfield units. */
  readonly grid: VoxelGrid;
  readonly params: SimulateParams;
  readonly preset: PresetId;
}

/** What comes back, by the order's kind. */
export interface ScanOutcomes {
  /** Whole Hounsfield units, columns fastest; air outside what every view sees. */
  reconstruct: { readonly hu: Int16Array<ArrayBuffer> };
  simulate: SimulatedScan;
}

/** What the thread says while it works and at its end. */
export type ScanReply =
  | { type: 'progress'; fraction: number; step: number; steps: number }
  | { type: 'preview'; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'done'; outcome: ScanOutcomes[keyof ScanOutcomes] }
  | { type: 'cancelled' }
  | { type: 'failed'; code: MessageCode; params: MessageParams }
  /** Not for the user: the kind of error and where it arose. */
  | { type: 'broken'; failure: string };
