import type {
  AssembledVolume,
  FrameRef,
  GreyWindow,
} from '../../../../studies/dicom/assemble/assembled.ts';
import { frameValues } from '../../../../studies/dicom/assemble/frame-values.ts';
import { greyScaleOf, type GreyScale } from '../../../../studies/dicom/assemble/grey-scale.ts';
import type { SourceFrame } from '../../../../studies/dicom/assemble/source-frame.ts';
import { newArray } from '../../../../studies/dicom/assemble/voxel-store.ts';
import type { DecodedFrame, InstanceHeader } from '../../../../studies/dicom/types.ts';
import type { VoxelWriter } from '../../../../studies/library/library.ts';
import { warning, type Warning } from '../../../../studies/messages/sparrow-error.ts';
import { bytesOf, type VoxelArray, type VoxelGrid } from '../../../../studies/volume/volume.ts';

/** Slices on their way to the disk while the next ones are converted. */
const WRITES_UNDER_WAY = 4;

/** A volume whose voxels went straight to disk. */
export interface StreamedVolume {
  window: GreyWindow;
  warnings: readonly Warning[];
  /** Everything but the voxels, of which it holds the middle slice of the first phase only. */
  middle: VoxelGrid;
}

/**
 * The common case of a fill, without the volume ever being in memory: a regular, complete stack
 * whose header gives the window. Each slice is written as soon as it is converted, while the next
 * one is. Null when the volume turns out to need the whole picture (a gap, a tilt, values that do
 * not fit); it is then filled in memory.
 */
export async function streamVolume(
  volume: AssembledVolume,
  headers: ReadonlyMap<string, InstanceHeader>,
  decode: (ref: FrameRef) => Promise<DecodedFrame>,
  writer: VoxelWriter,
  signal: AbortSignal | undefined,
): Promise<StreamedVolume | null> {
  const { window, geometry, phases } = volume;
  const frames = plainFrames(volume, headers);
  if (window === null || frames === null) return null;
  const scale = greyScaleOf(frames);
  const [columns, rows, slices] = geometry.dims;
  const sliceSamples = columns * rows * (scale.voxelType === 'rgb8' ? 3 : 1);
  const middleSlot = Math.floor(slices / 2);
  let middle: VoxelArray = newArray(scale.voxelType, 0);
  const writes: Promise<void>[] = [];
  try {
    for (const [slot, source] of frames.entries()) {
      signal?.throwIfAborted();
      const values = frameValues(source, await decode(source.ref), scale);
      if (values.length !== sliceSamples || values.constructor !== middle.constructor) return null;
      if (slot === middleSlot) middle = values;
      const bytes = bytesOf(values);
      const write = writer.write(bytes, slot * bytes.byteLength);
      write.catch(() => undefined);
      writes.push(write);
      if (writes.length >= WRITES_UNDER_WAY) await writes.shift();
    }
  } finally {
    await Promise.all(writes);
  }
  return {
    window,
    warnings: [...volume.warnings, ...scaleWarnings(scale)],
    middle: {
      geometry: { ...geometry, dims: [columns, rows, 1] },
      phases,
      voxelType: scale.voxelType,
      voxels: middle,
      rescaleSlope: scale.slope,
      rescaleIntercept: scale.intercept,
      unit: volume.unit,
    },
  };
}

/** All frames, phase after phase; null when one is missing or slices are not taken one to one. */
function plainFrames(
  volume: AssembledVolume,
  headers: ReadonlyMap<string, InstanceHeader>,
): SourceFrame[] | null {
  if (volume.plan.kind !== 'direct') return null;
  const sources: SourceFrame[] = [];
  for (const ref of volume.frames.flat()) {
    const header = ref === null ? undefined : headers.get(ref.id);
    const frame = header?.image?.frames.find((candidate) => candidate.frame === ref?.frame);
    if (ref === null || !header?.image || frame === undefined) return null;
    sources.push({ ref, header, image: header.image, frame });
  }
  return sources;
}

function scaleWarnings({ inverted, unified }: GreyScale): Warning[] {
  return [
    ...(inverted ? [warning('assemble/inverted')] : []),
    ...(unified ? [warning('assemble/values-unified')] : []),
  ];
}
