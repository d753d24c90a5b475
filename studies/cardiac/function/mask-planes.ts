import type { HeartPlane } from '../../library/heart-records.ts';

/** One plane with its label maps, on the image's own grid (rows x columns, column fastest). */
export interface MaskPlane {
  readonly plane: HeartPlane;
  /** Classes at a phase of this plane; null where nothing was drawn (then neighbours in time stand in). */
  readonly labels: (phase: number) => Uint8Array | null;
  /** Signal on the same grid; absent or null: papillary muscles cannot be told. */
  readonly image?: (phase: number) => ArrayLike<number> | null;
}
