import type { VoxelArray } from '../../volume/volume.ts';

/** Pixels of one view in file order: columns run fastest. */
export type Frame = VoxelArray | Int32Array | Float64Array;

/** The pictures of a scan, unpacked one at a time. */
export interface FrameSource {
  /** Base name of the file (of the first one), for messages. */
  readonly file: string;
  readonly columns: number;
  readonly rows: number;
  readonly views: number;
  readonly pixelMm: readonly [u: number, v: number];
  /** Where the picture's middle lies in its own coordinates, along columns and rows; mostly 0. */
  readonly middleMm: readonly [u: number, v: number];
  /** Which end of the patient the first row shows: -z is 'feet'. */
  readonly firstRow: 'feet' | 'head';
  /** True when pixels are stored as integers. */
  readonly whole: boolean;
  /** Base name of the file that holds a view, for messages. */
  fileOf(view: number): string;
  /** `columns * rows` numbers. Throws SparrowError 'projections/*' when they are not there. */
  frame(view: number): Promise<Frame>;
  close(): Promise<void>;
}
