import type { Matrix } from '../../../../studies/dicom/rt/rigid-matrix.ts';
import type { MatchParams } from '../../../../studies/library/match-records.ts';
import type { Contour } from '../../../../studies/positioning/structures/contour.ts';
import type { VoxelGrid } from '../../../../studies/volume/volume.ts';
import type { MatchPlace } from './match-place.ts';

/** A structure as drawn. */
export interface DrawnStructure {
  readonly name: string;
  readonly contours: readonly Contour[];
}

/** All that a match needs, as plain data for its thread. */
export interface MatchOrder {
  /** Planning CT and scan, one phase each, HU. */
  readonly fixed: VoxelGrid;
  readonly moving: VoxelGrid;
  readonly place: MatchPlace;
  readonly params: MatchParams;
  /** Of the region, where that is a structure. */
  readonly regionStructure: DrawnStructure | null;
  /** Rigid, from the scan's frame of reference to the planning CT's. */
  readonly registrations: readonly Matrix[];
  /** Whose residuals are told, the most telling first. */
  readonly structures: readonly DrawnStructure[];
  readonly departure: { readonly grid: VoxelGrid; readonly limitHu: number } | null;
}
