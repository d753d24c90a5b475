/** The patient and study that a written series belongs to; DICOM formats (DA "20260131", TM "101500"). */
export interface StudyIdentity {
  patientId: string;
  /** DICOM person name, "Family^Given". */
  patientName: string;
  patientBirthDate: string;
  patientSex: string;
  /** Height, metres. */
  patientSizeM?: number;
  patientWeightKg?: number;
  studyUid: string;
  studyId?: string;
  studyDate: string;
  studyTime: string;
  studyDescription: string;
  accessionNumber?: string;
}

export interface SeriesIdentity {
  seriesUid: string;
  seriesNumber: number;
  seriesDescription: string;
  frameOfReferenceUid: string;
  /** Default: the study's date and time. */
  date?: string;
  time?: string;
  bodyPart?: string;
  protocolName?: string;
}

export interface EquipmentIdentity {
  manufacturer: string;
  modelName: string;
  softwareVersions: string;
  institution?: string;
}

/** DICOM code: value, scheme, meaning. */
export interface CodedConcept {
  value: string;
  scheme: string;
  meaning: string;
}

/** How a derived image came about (PS3.3 C.7.6.1.1.3, C.12.1.1.5). */
export interface Derivation {
  /** DerivationDescription, free text: model, version, steps, seed, weights hash. */
  description: string;
  codes?: readonly CodedConcept[];
  /** ImageComments: what a reader of one image must know of how it came about. */
  comments?: string;
  /** The images it was made from. */
  sources: readonly { sopClassUid: string; sopInstanceUid: string }[];
  /** The program that made it, for the contributing equipment sequence. */
  contributor: EquipmentIdentity;
}

export interface SeriesMeta {
  study: StudyIdentity;
  series: SeriesIdentity;
  equipment: EquipmentIdentity;
  /** Null or absent: an original image. Given: DERIVED\SECONDARY, content qualification RESEARCH. */
  derivation?: Derivation | null;
  /** Values 3 and up of ImageType; default ['AXIAL'] for CT, ['OTHER'] for MR. */
  imageTypeTail?: readonly string[];
  windowCentre?: number;
  windowWidth?: number;
  /** SOPInstanceUID of instance n (0-based); default: new 2.25 UIDs. Give it for reproducible bytes. */
  sopInstanceUid?: (n: number) => string;
}

/** CT or CBCT. Physical values are HU. */
export interface VolumeSeriesMeta extends SeriesMeta {
  /** Projections the volume was reconstructed from; comes back as `InstanceHeader.views`. */
  views?: number;
  kvp?: number;
  patientPosition?: string;
}

/** Cine MR: `grid.phases` phases at each of `grid.geometry.dims[2]` slices. */
export interface CineSeriesMeta extends SeriesMeta {
  /** After the R wave, one per phase. */
  triggerTimesMs: readonly number[];
  /** R-R interval (NominalInterval); heart rate follows from it. */
  rrIntervalMs: number;
  sliceThicknessMm?: number;
  repetitionTimeMs?: number;
  echoTimeMs?: number;
  fieldStrengthTesla?: number;
}

/** One file of a written series. `name` is relative, unique in the series, for example "IM0001.dcm". */
export interface WrittenFile {
  name: string;
  bytes: Uint8Array;
}
