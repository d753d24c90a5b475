import type { VoxelGrid } from '../../volume/volume.ts';
import { phaseVoxels } from '../../volume/values.ts';
import type { DataSetToWrite } from './elements.ts';
import { writeInstance } from './instance.ts';
import { commonModules, derivationModule, planeModule } from './modules.ts';
import { frameGroups, sharedGroups, segmentDimensions } from './segmentation-groups.ts';
import { presentSegments, segmentItem, type SegmentMeta } from './segmentation-segments.ts';
import type { Derivation, SeriesMeta } from './series-meta.ts';
import { newUid } from './uid.ts';

const segmentationStorage = '1.2.840.10008.5.1.4.1.1.66.4';

/** The image that slice k of a phase was drawn on; `frame` counts from 0 in a multi-frame file. */
export interface SegmentedFrame {
  phase: number;
  k: number;
  sopClassUid: string;
  sopInstanceUid: string;
  frame: number;
  /** The source has more than one frame, so that the frame must be named. */
  multiFrame: boolean;
}

export interface SegmentationMeta extends SeriesMeta {
  derivation: Derivation;
  segments: readonly SegmentMeta[];
  /** ContentLabel, a code string: capitals, digits and underscores, at most 16. */
  contentLabel: string;
  contentDescription: string;
  algorithm: { name: string; edited: boolean };
  sourceSeriesUid: string;
  frames: readonly SegmentedFrame[];
  sliceThicknessMm: number;
}

/** One mask: which segment, phase and slice, and its place among the frames of the file. */
export interface MaskFrame {
  /** From 1. */
  segment: number;
  phase: number;
  k: number;
}

/**
 * A label map as a binary DICOM Segmentation (PS3.3 A.51): one segment for each label that occurs and
 * one frame for each segment, phase and slice where it does. Each frame names the image it was drawn
 * on, and lies where that lies. Takes uint8 labels; throws TypeError for a map that is empty.
 */
export function writeSegmentation(labels: VoxelGrid, meta: SegmentationMeta): Uint8Array {
  const [columns, rows] = labels.geometry.dims;
  const segments = presentSegments(labels, meta.segments);
  const frames = maskFrames(labels, segments);
  if (frames.length === 0) throw new TypeError('a segmentation needs at least one labelled pixel');
  const dimensionUid = meta.sopInstanceUid?.(1) ?? newUid();
  return writeInstance({
    ...commonModules(meta, 'SEG'),
    ...derivationModule(meta, []),
    ...segmentDimensions(dimensionUid),
    ImageType: ['DERIVED', 'PRIMARY'],
    // Said for each frame instead.
    SourceImageSequence: undefined,
    DerivationCodeSequence: undefined,
    AcquisitionDate: undefined,
    AcquisitionTime: undefined,
    DeviceSerialNumber: meta.equipment.softwareVersions,
    SOPClassUID: segmentationStorage,
    SOPInstanceUID: meta.sopInstanceUid?.(0) ?? newUid(),
    InstanceNumber: 1,
    ContentLabel: meta.contentLabel,
    ContentDescription: meta.contentDescription,
    // A program has a family name only; the caret says that it is one.
    ContentCreatorName: `${meta.equipment.modelName}^`,
    ReferencedSeriesSequence: meta.frames.length === 0 ? undefined : [referencedSeries(meta)],
    SegmentationType: 'BINARY',
    SegmentSequence: segments.map((segment, n) => segmentItem(segment, n + 1, meta.algorithm)),
    SharedFunctionalGroupsSequence: [
      sharedGroups(planeModule(labels.geometry, 0, meta.sliceThicknessMm), labels.geometry),
    ],
    PerFrameFunctionalGroupsSequence: frameGroups(labels.geometry, frames, meta.frames),
    NumberOfFrames: frames.length,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    LossyImageCompression: '00',
    BurnedInAnnotation: 'NO',
    PixelData: maskBits(labels, segments, frames),
  });
}

function referencedSeries({ sourceSeriesUid, frames }: SegmentationMeta): DataSetToWrite {
  const classes = new Map(frames.map((frame) => [frame.sopInstanceUid, frame.sopClassUid]));
  return {
    SeriesInstanceUID: sourceSeriesUid,
    ReferencedInstanceSequence: [...classes].map(([instance, sopClass]) => ({
      ReferencedSOPClassUID: sopClass,
      ReferencedSOPInstanceUID: instance,
    })),
  };
}

function maskFrames(labels: VoxelGrid, segments: readonly SegmentMeta[]): MaskFrame[] {
  const { pixels, slices } = shape(labels);
  const found: MaskFrame[] = [];
  for (const [n, { value }] of segments.entries()) {
    for (let phase = 0; phase < labels.phases; phase++) {
      const voxels = phaseVoxels(labels, phase);
      for (let k = 0; k < slices; k++) {
        if (voxels.subarray(k * pixels, (k + 1) * pixels).includes(value)) {
          found.push({ segment: n + 1, phase, k });
        }
      }
    }
  }
  return found;
}

/** One bit a pixel, lowest first, frames without a gap between them (PS3.5 8.1.1). */
function maskBits(
  labels: VoxelGrid,
  segments: readonly SegmentMeta[],
  frames: readonly MaskFrame[],
): Uint8Array {
  const { pixels } = shape(labels);
  const bytes = new Uint8Array(Math.ceil((frames.length * pixels) / 8));
  let bit = 0;
  for (const { segment, phase, k } of frames) {
    const { value } = segments[segment - 1]!;
    const voxels = phaseVoxels(labels, phase);
    for (let n = k * pixels; n < (k + 1) * pixels; n++, bit++) {
      if (voxels[n] === value) bytes[bit >> 3]! |= 1 << (bit & 7);
    }
  }
  return bytes;
}

function shape({ geometry }: VoxelGrid) {
  const [columns, rows, slices] = geometry.dims;
  return { pixels: columns * rows, slices };
}
