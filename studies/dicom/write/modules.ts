import type { VolumeGeometry } from '../../volume/geometry.ts';
import type { DataSetToWrite } from './elements.ts';
import type { CodedConcept, Derivation, EquipmentIdentity, SeriesMeta } from './series-meta.ts';
import { voxelToPatient } from '../../volume/geometry.ts';

/** Patient, study, series, equipment and frame of reference modules: the same in every instance. */
export function commonModules(meta: SeriesMeta, modality: string): DataSetToWrite {
  const { study, series, equipment } = meta;
  const date = series.date ?? study.studyDate;
  const time = series.time ?? study.studyTime;
  return {
    PatientName: study.patientName,
    PatientID: study.patientId,
    PatientBirthDate: study.patientBirthDate,
    PatientSex: study.patientSex,
    PatientSize: study.patientSizeM,
    PatientWeight: study.patientWeightKg,
    StudyInstanceUID: study.studyUid,
    StudyID: study.studyId ?? '1',
    StudyDate: study.studyDate,
    StudyTime: study.studyTime,
    StudyDescription: cut(study.studyDescription, 64),
    AccessionNumber: study.accessionNumber ?? '',
    ReferringPhysicianName: '',
    Modality: modality,
    SeriesInstanceUID: series.seriesUid,
    SeriesNumber: series.seriesNumber,
    SeriesDescription: cut(series.seriesDescription, 64),
    SeriesDate: date,
    SeriesTime: time,
    AcquisitionDate: date,
    AcquisitionTime: time,
    ContentDate: date,
    ContentTime: time,
    BodyPartExamined: series.bodyPart,
    // Needed (empty will do) unless the body part is known to be unpaired.
    Laterality: series.bodyPart === undefined ? '' : undefined,
    ProtocolName: series.protocolName,
    FrameOfReferenceUID: series.frameOfReferenceUid,
    PositionReferenceIndicator: '',
    ...equipmentModule(equipment),
  };
}

function equipmentModule(equipment: EquipmentIdentity): DataSetToWrite {
  return {
    Manufacturer: equipment.manufacturer,
    ManufacturerModelName: equipment.modelName,
    SoftwareVersions: equipment.softwareVersions,
    InstitutionName: equipment.institution,
  };
}

/** ImageType and the marks of a derived image: nothing derived passes for a scanner's original. */
export function derivationModule(meta: SeriesMeta, defaultTail: readonly string[]): DataSetToWrite {
  const tail = meta.imageTypeTail ?? defaultTail;
  const { derivation } = meta;
  if (derivation === undefined || derivation === null) {
    return { ImageType: ['ORIGINAL', 'PRIMARY', ...tail] };
  }
  return {
    ImageType: ['DERIVED', 'SECONDARY', ...tail],
    DerivationDescription: cut(derivation.description, 1024),
    ImageComments: derivation.comments && cut(derivation.comments, 10_240),
    DerivationCodeSequence: (derivation.codes ?? [defaultDerivation]).map(codeItem),
    SourceImageSequence: sourceItems(derivation),
    ContributingEquipmentSequence: [
      {
        PurposeOfReferenceCodeSequence: [codeItem(postProcessing)],
        ...equipmentModule(derivation.contributor),
      },
    ],
    ContentQualification: 'RESEARCH',
  };
}

function sourceItems(derivation: Derivation): DataSetToWrite[] | undefined {
  if (derivation.sources.length === 0) return undefined;
  return derivation.sources.map((source) => ({
    ReferencedSOPClassUID: source.sopClassUid,
    ReferencedSOPInstanceUID: source.sopInstanceUid,
    PurposeOfReferenceCodeSequence: [codeItem(sourceImage)],
  }));
}

/** No code of PS3.16 CID 7203 names a restoration by a model, so this one is our own. */
const defaultDerivation: CodedConcept = {
  value: 'RESTORED',
  scheme: '99SPARROW',
  meaning: 'Image restored by a model',
};
const postProcessing: CodedConcept = {
  value: '109103',
  scheme: 'DCM',
  meaning: 'Modifying Equipment',
};
const sourceImage: CodedConcept = {
  value: '121322',
  scheme: 'DCM',
  meaning: 'Source image for image processing operation',
};

/** An item of a code sequence. */
export function codeItem(code: CodedConcept): DataSetToWrite {
  return {
    CodeValue: code.value,
    CodingSchemeDesignator: code.scheme,
    CodeMeaning: code.meaning,
  };
}

/** Where slice k of a grid lies (PS3.3 C.7.6.2). */
export function planeModule(
  geometry: VolumeGeometry,
  k: number,
  sliceThicknessMm = geometry.spacingMm[2],
): DataSetToWrite {
  const { axes, spacingMm } = geometry;
  const position = voxelToPatient(geometry, [0, 0, k]);
  const along = axes[2];
  return {
    ImagePositionPatient: position,
    ImageOrientationPatient: [...axes[0], ...axes[1]],
    PixelSpacing: [spacingMm[1], spacingMm[0]],
    SliceThickness: sliceThicknessMm,
    SliceLocation: position[0] * along[0] + position[1] * along[1] + position[2] * along[2],
  };
}

/** Longest text that the VR allows, counted in characters. */
function cut(text: string, length: number): string {
  return [...text].slice(0, length).join('');
}
