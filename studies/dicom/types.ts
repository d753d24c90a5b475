import type { LpsPoint, Vector3 } from '../volume/geometry.ts';

/**
 * One frame's place, time and grey scale, from classic tags or from the functional groups of an
 * enhanced multi-frame object. All null where the header is silent.
 */
export interface FrameHeader {
  /** Index into the object's frames. */
  frame: number;
  /** ImagePositionPatient: centre of the first pixel, LPS millimetres. */
  positionMm: LpsPoint | null;
  /** ImageOrientationPatient: unit direction along a row (i), then down a column (j). */
  rowAxis: Vector3 | null;
  columnAxis: Vector3 | null;
  /** Between columns (x), then between rows (y), millimetres. DICOM stores them the other way round. */
  spacingMm: readonly [x: number, y: number] | null;
  /** What the spacing rests on; ImagerPixelSpacing is never silently used as patient spacing. */
  spacingBasis: 'pixel' | 'imager' | 'none';
  triggerTimeMs: number | null;
  temporalPosition: number | null;
  acquisitionTimeMs: number | null;
  sliceThicknessMm: number | null;
  echoTimeMs: number | null;
  rescaleSlope: number;
  rescaleIntercept: number;
  /** RescaleType, for example 'HU', 'US', 'MGML'; empty where absent. */
  rescaleType: string;
  /** Values after the modality LUT, when the header has a LUT instead of slope and intercept. */
  modalityLut: { first: number; values: Uint16Array | Int16Array } | null;
  windowCentre: number | null;
  windowWidth: number | null;
}

/** What one DICOM file says, pixels apart. */
export interface InstanceHeader {
  sopInstanceUid: string;
  sopClassUid: string;
  seriesUid: string;
  studyUid: string;
  frameOfReferenceUid: string | null;
  transferSyntaxUid: string;
  modality: string;
  manufacturer: string;
  /** ManufacturerModelName and ScanOptions; empty where absent. Hints that tell a CBCT from a CT. */
  manufacturerModel: string;
  scanOptions: string;
  imageType: readonly string[];
  patientId: string;
  patientName: string;
  patientBirthDate: string;
  patientSex: string;
  /** PatientSize and PatientWeight where plausible; absent in headers that are not read from DICOM. */
  patientSizeM?: number | null;
  patientWeightKg?: number | null;
  studyDate: string;
  studyTime: string;
  studyDescription: string;
  seriesNumber: number | null;
  seriesDescription: string;
  instanceNumber: number | null;
  acquisitionNumber: number | null;
  /** Projections of a CBCT, from the header (our own derived files and vendors that tell it). */
  views: number | null;
  rrIntervalMs: number | null;
  heartRateBpm: number | null;
  /** Text of DerivationDescription, for our own results coming back. */
  derivation: string | null;
  lossy: boolean;
  /** Null when the object has no image (RTSTRUCT, report, presentation state). */
  image: ImageHeader | null;
}

export interface ImageHeader {
  rows: number;
  columns: number;
  frames: readonly FrameHeader[];
  samplesPerPixel: number;
  photometric: string;
  planarConfiguration: number;
  bitsAllocated: number;
  bitsStored: number;
  signed: boolean;
  float: boolean;
  /** Height over width of a pixel from PixelAspectRatio; 1 where absent. */
  pixelAspect: number;
  /** Time between frames of a multi-frame picture (FrameTime), milliseconds. */
  frameTimeMs: number | null;
  /** Stored value that marks "no data" (PixelPaddingValue), before rescale. */
  padding: number | null;
}

/** Decoded stored values of one frame, before rescale; colour as interleaved RGB bytes. */
export interface DecodedFrame {
  rows: number;
  columns: number;
  samplesPerPixel: 1 | 3;
  pixels: Uint8Array | Int16Array | Uint16Array | Float32Array;
}
