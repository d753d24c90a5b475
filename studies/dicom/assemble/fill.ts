import { SparrowError, warning, type Warning } from '../../messages/sparrow-error.ts';
import { suggestWindow } from '../../volume/histogram.ts';
import type { VoxelGrid } from '../../volume/volume.ts';
import type { DecodedFrame, InstanceHeader } from '../types.ts';
import type { AssembledVolume, FrameRef, GreyWindow } from './assembled.ts';
import { frameValues } from './frame-values.ts';
import { greyScaleOf, type GreyScale } from './grey-scale.ts';
import { resampleStack } from './resample-stack.ts';
import type { SourceFrame } from './source-frame.ts';
import { storeBytes, VoxelStore } from './voxel-store.ts';

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
  /** In the units of the grid: the header's, or one that suits the values. */
  readonly window: GreyWindow;
  /** The volume's own warnings and those found while filling. */
  readonly warnings: readonly Warning[];
}

/**
 * Reads every frame of a volume into one voxel array.
 *
 * Modality LUT, rescale and padding are applied so that CT comes out as int16 Hounsfield units
 * (slope 1, intercept 0) where that is exact; fractional slopes keep stored values with slope and
 * intercept when all slices share them, else become float32. Other images keep stored values
 * likewise. MONOCHROME1 is turned round. Colour is rgb8. Slices that are missing or would not
 * decode hold the volume's lowest value.
 *
 * Throws SparrowError 'assemble/too-large' before any decoding, 'assemble/nothing-decoded' when no
 * frame could be read; the signal's reason when aborted. One bad frame is a warning.
 */
export async function fillVolume(
  volume: AssembledVolume,
  options: FillOptions,
): Promise<FilledVolume> {
  const layout = sourceLayout(volume, options.headers);
  const scale = greyScaleOf(layout.frames.map(({ source }) => source));
  const samples = layout.sliceSamples * layout.slices * volume.phases;
  requireRoom(volume, scale, samples, options.maxBytes ?? 4 * 2 ** 30);
  const store = new VoxelStore(scale.voxelType, samples);
  const blank = new Set(layout.blank);
  let done = 0;
  await eachOf(layout.frames, options.concurrency ?? 4, async ({ source, slot }) => {
    options.signal?.throwIfAborted();
    try {
      const decoded = await options.decode(source.ref);
      const values = frameValues(source, decoded, scale);
      if (values.length !== layout.sliceSamples) {
        throw new SparrowError('assemble/wrong-size', {
          found: values.length,
          expected: layout.sliceSamples,
        });
      }
      store.set(values, slot * layout.sliceSamples);
    } catch (error) {
      options.signal?.throwIfAborted();
      blank.add(slot);
      options.onUnreadable?.(source.ref, error);
    }
    options.onFrame?.(++done, layout.frames.length);
  });
  const unreadable = blank.size - layout.blank.length;
  if (unreadable === layout.frames.length) {
    throw new SparrowError('assemble/nothing-decoded', { count: unreadable });
  }
  blankOut(store, blank, layout.sliceSamples);
  return finish(volume, scale, store, unreadable);
}

interface Layout {
  /** Samples in one source slice. */
  readonly sliceSamples: number;
  readonly slices: number;
  /** Frames with their slot: phase * slices + slice. */
  readonly frames: readonly { source: SourceFrame; slot: number }[];
  /** Slots for which there is no frame. */
  readonly blank: readonly number[];
}

function sourceLayout(
  volume: AssembledVolume,
  headers: ReadonlyMap<string, InstanceHeader>,
): Layout {
  const slices = volume.frames[0]!.length;
  const frames: { source: SourceFrame; slot: number }[] = [];
  const blank: number[] = [];
  volume.frames.flat().forEach((ref, slot) => {
    if (ref === null) blank.push(slot);
    else frames.push({ source: sourceFrame(ref, headers), slot });
  });
  const { image } = frames[0]!.source;
  const colour = image.samplesPerPixel > 1 || image.photometric.trim() === 'PALETTE COLOR';
  return { sliceSamples: image.columns * image.rows * (colour ? 3 : 1), slices, frames, blank };
}

function sourceFrame(ref: FrameRef, headers: ReadonlyMap<string, InstanceHeader>): SourceFrame {
  const header = headers.get(ref.id);
  const frame = header?.image?.frames.find((candidate) => candidate.frame === ref.frame);
  if (!header?.image || !frame) throw new RangeError('a frame of the volume has no header');
  return { ref, header, image: header.image, frame };
}

function requireRoom(
  volume: AssembledVolume,
  scale: GreyScale,
  sourceSamples: number,
  limit: number,
): void {
  const [nx, ny, nz] = volume.geometry.dims;
  const target = volume.plan.kind === 'direct' ? 0 : nx * ny * nz * volume.phases;
  const bytes = storeBytes(scale.voxelType, sourceSamples + target);
  if (bytes <= limit) return;
  const gb = (n: number) => Number((n / 2 ** 30).toFixed(1));
  throw new SparrowError('assemble/too-large', { needed: gb(bytes), limit: gb(limit) });
}

async function eachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
}

/** Slices without an image take the lowest value that any other slice has. */
function blankOut(store: VoxelStore, blank: ReadonlySet<number>, size: number): void {
  if (blank.size === 0) return;
  let lowest = Infinity;
  for (let slot = 0; slot * size < store.voxels.length; slot++) {
    if (blank.has(slot)) continue;
    for (let n = slot * size; n < (slot + 1) * size; n++) {
      if (store.voxels[n]! < lowest) lowest = store.voxels[n]!;
    }
  }
  for (const slot of blank) store.fill(lowest, slot * size, (slot + 1) * size);
}

function finish(
  volume: AssembledVolume,
  scale: GreyScale,
  store: VoxelStore,
  unreadable: number,
): FilledVolume {
  const warnings = [...volume.warnings];
  if (scale.inverted) warnings.push(warning('assemble/inverted'));
  if (scale.unified) warnings.push(warning('assemble/values-unified'));
  if (unreadable > 0) warnings.push(warning('assemble/frames-unreadable', { count: unreadable }));
  const grid: VoxelGrid = {
    geometry: volume.geometry,
    phases: volume.phases,
    voxelType: store.voxelType,
    voxels:
      volume.plan.kind === 'direct'
        ? store.voxels
        : resampleStack(store.voxels, volume.plan, volume.geometry.dims, volume.phases),
    rescaleSlope: scale.slope,
    rescaleIntercept: scale.intercept,
    unit: volume.unit,
  };
  const colour = grid.voxelType === 'rgb8';
  const window = volume.window ?? (colour ? { centre: 127.5, width: 255 } : suggestWindow(grid));
  return { grid, window, warnings };
}
