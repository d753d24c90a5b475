import type { VoxelType } from '../../volume/volume.ts';
import { isInverted } from './header-window.ts';
import { valueUnit } from './kind.ts';
import { isColour, type SourceFrame } from './source-frame.ts';

/**
 * How a volume's stored values are kept. `applied`: the array holds physical values, slope 1 and
 * intercept 0. Otherwise it holds the scanner's stored values, which all frames scale alike.
 */
export interface GreyScale {
  readonly voxelType: VoxelType;
  readonly slope: number;
  readonly intercept: number;
  readonly applied: boolean;
  readonly inverted: boolean;
  /** Frames differed and were brought to one scale. */
  readonly unified: boolean;
}

/** Chooses before any pixel is read, from all frames of the volume. */
export function greyScaleOf(frames: readonly SourceFrame[]): GreyScale {
  const first = frames[0]!;
  const { rescaleSlope: slope, rescaleIntercept: intercept } = first.frame;
  const inverted = isInverted(first);
  const plain = { slope: 1, intercept: 0, applied: true, inverted, unified: false };
  if (isColour(first)) return { ...plain, voxelType: 'rgb8', inverted: false };
  const scales = new Set(
    frames.map(({ frame }) => `${frame.rescaleSlope} ${frame.rescaleIntercept}`),
  );
  const unified = scales.size > 1;
  if (frames.some(({ image }) => image.float || image.bitsAllocated > 16)) {
    return { ...plain, voxelType: 'float32', unified };
  }
  const mapped = frames.some(({ frame }) => frame.modalityLut !== null);
  const whole = frames.every(
    ({ frame }) => Number.isInteger(frame.rescaleSlope) && Number.isInteger(frame.rescaleIntercept),
  );
  if (mapped) return { ...plain, voxelType: whole ? 'int16' : 'float32', unified };
  if (valueUnit(first) === 'HU') {
    if (whole) return { ...plain, voxelType: 'int16', unified };
    if (!unified)
      return { ...plain, voxelType: storedType(frames), slope, intercept, applied: false };
    return { ...plain, voxelType: 'float32', unified };
  }
  if (unified) return { ...plain, voxelType: 'float32', unified };
  return { ...plain, voxelType: storedType(frames), slope, intercept, applied: false };
}

function storedType(frames: readonly SourceFrame[]): VoxelType {
  if (frames.some(({ image }) => image.signed)) {
    // A signed and a full unsigned 16-bit frame have no common 16-bit type.
    const wide = frames.some(({ image }) => !image.signed && image.bitsStored === 16);
    return wide ? 'float32' : 'int16';
  }
  return frames.every(({ image }) => image.bitsStored <= 8) ? 'uint8' : 'uint16';
}
