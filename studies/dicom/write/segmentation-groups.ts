import { voxelToPatient, type VolumeGeometry } from '../../volume/geometry.ts';
import { elements, type DataSetToWrite, type Keyword } from './elements.ts';
import { codeItem } from './modules.ts';
import type { MaskFrame, SegmentedFrame } from './segmentation.ts';
import type { CodedConcept } from './series-meta.ts';

/** PS3.16 CID 7203 and CID 7202. */
const segmentation: CodedConcept = { value: '113076', scheme: 'DCM', meaning: 'Segmentation' };
const sourceImage: CodedConcept = {
  value: '121322',
  scheme: 'DCM',
  meaning: 'Source image for image processing operation',
};

/** Frames are told apart by segment, phase and place, in this order (PS3.3 C.7.6.17). */
const dimensions = [
  ['ReferencedSegmentNumber', 'SegmentIdentificationSequence', 'Segment'],
  ['TemporalPositionIndex', 'FrameContentSequence', 'Phase'],
  ['ImagePositionPatient', 'PlanePositionSequence', 'Slice'],
] as const satisfies readonly (readonly [Keyword, Keyword, string])[];

export function segmentDimensions(dimensionUid: string): DataSetToWrite {
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: dimensionUid }],
    DimensionIndexSequence: dimensions.map(([pointer, group, label]) => ({
      DimensionOrganizationUID: dimensionUid,
      DimensionIndexPointer: elements[pointer][0],
      FunctionalGroupPointer: elements[group][0],
      DimensionDescriptionLabel: label,
    })),
  };
}

/** What all frames have in common: orientation and pixel measures. */
export function sharedGroups(plane: DataSetToWrite, geometry: VolumeGeometry): DataSetToWrite {
  return {
    PlaneOrientationSequence: [{ ImageOrientationPatient: plane.ImageOrientationPatient }],
    PixelMeasuresSequence: [
      {
        PixelSpacing: plane.PixelSpacing,
        SliceThickness: plane.SliceThickness,
        SpacingBetweenSlices: geometry.dims[2] > 1 ? geometry.spacingMm[2] : undefined,
      },
    ],
  };
}

/** Place, phase, segment and source of each frame. */
export function frameGroups(
  geometry: VolumeGeometry,
  frames: readonly MaskFrame[],
  sources: readonly SegmentedFrame[],
): DataSetToWrite[] {
  const sourceAt = new Map(sources.map((source) => [`${source.phase} ${source.k}`, source]));
  return frames.map(({ segment, phase, k }) => ({
    FrameContentSequence: [
      { DimensionIndexValues: [segment, phase + 1, k + 1], TemporalPositionIndex: phase + 1 },
    ],
    PlanePositionSequence: [{ ImagePositionPatient: voxelToPatient(geometry, [0, 0, k]) }],
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment }],
    DerivationImageSequence: derivationItems(sourceAt.get(`${phase} ${k}`)),
  }));
}

/** Empty for labels on images that never were DICOM. */
function derivationItems(source: SegmentedFrame | undefined): DataSetToWrite[] {
  if (source === undefined) return [];
  const image = {
    ReferencedSOPClassUID: source.sopClassUid,
    ReferencedSOPInstanceUID: source.sopInstanceUid,
    ReferencedFrameNumber: source.multiFrame ? source.frame + 1 : undefined,
    PurposeOfReferenceCodeSequence: [codeItem(sourceImage)],
    SpatialLocationsPreserved: 'YES',
  };
  return [{ DerivationCodeSequence: [codeItem(segmentation)], SourceImageSequence: [image] }];
}
