import type { Warning } from '../../messages/sparrow-error.ts';
import type { VoxelGrid } from '../../volume/volume.ts';
import type { DecodedFrame, InstanceHeader } from '../types.ts';
import type { AssembledVolume, FrameRef, GreyWindow } from './assembled.ts';

export interface FillOptions {
  /** Headers by the caller's id, as given to `assemble`. */
  readonly headers: ReadonlyMap<string, InstanceHeader>;
  /** Decodes one frame; several calls are in flight at once. */
  decode(ref: FrameRef): Promise<DecodedFrame>;
  /** How many frames to decode at once; 4 unless told. */
  readonly concurrency?: number;
  /** Refuse above this many bytes of voxels; 4 GiB unless told. */
  readonly maxBytes?: number;
  /** A frame that would not decode; its slice stays blank. */
  onUnreadable?(ref: FrameRef, error: unknown): void;
  onFrame?(done: number, total: number): void;
  readonly signal?: AbortSignal;
}

export interface FilledVolume {
  readonly grid: VoxelGrid;
  /** In the units of the grid: after inversion and unification, or robust percentiles. */
  readonly window: GreyWindow;
  /** The volume's own warnings and those found while filling. */
  readonly warnings: readonly Warning[];
}

/**
 * Reads every frame of a volume into one voxel array.
 *
 * Modality LUT, rescale and padding are applied so that CT comes out as int16 Hounsfield units
 * (slope 1, intercept 0) where that is exact, else as float32; other images keep stored values with
 * slope and intercept when all slices share them. MONOCHROME1 is turned round. Colour is rgb8.
 *
 * Throws SparrowError 'assemble/too-large' before any decoding, 'assemble/nothing-decoded' when no
 * frame could be read. One bad frame leaves a blank slice and a warning.
 */
export function fillVolume(_volume: AssembledVolume, _options: FillOptions): Promise<FilledVolume> {
  return Promise.reject(new Error('not there yet'));
}
