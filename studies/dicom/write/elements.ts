/**
 * The elements that Sparrow writes: keyword, tag, VR (PS3.6). Kept to what is written, so that a
 * misspelt keyword or a value of the wrong kind is a type error.
 */
export const elements = {
  SpecificCharacterSet: ['00080005', 'CS'],
  ImageType: ['00080008', 'CS'],
  InstanceCreationDate: ['00080012', 'DA'],
  InstanceCreationTime: ['00080013', 'TM'],
  SOPClassUID: ['00080016', 'UI'],
  SOPInstanceUID: ['00080018', 'UI'],
  StudyDate: ['00080020', 'DA'],
  SeriesDate: ['00080021', 'DA'],
  AcquisitionDate: ['00080022', 'DA'],
  AcquisitionDateTime: ['0008002a', 'DT'],
  ContentDate: ['00080023', 'DA'],
  StudyTime: ['00080030', 'TM'],
  SeriesTime: ['00080031', 'TM'],
  AcquisitionTime: ['00080032', 'TM'],
  ContentTime: ['00080033', 'TM'],
  AccessionNumber: ['00080050', 'SH'],
  Modality: ['00080060', 'CS'],
  ConversionType: ['00080064', 'CS'],
  Manufacturer: ['00080070', 'LO'],
  InstitutionName: ['00080080', 'LO'],
  ReferringPhysicianName: ['00080090', 'PN'],
  CodeValue: ['00080100', 'SH'],
  CodingSchemeDesignator: ['00080102', 'SH'],
  CodeMeaning: ['00080104', 'LO'],
  MappingResource: ['00080105', 'CS'],
  ReferencedSeriesSequence: ['00081115', 'SQ'],
  ReferencedImageSequence: ['00081140', 'SQ'],
  ReferencedInstanceSequence: ['0008114a', 'SQ'],
  ReferencedSOPSequence: ['00081199', 'SQ'],
  StudiesContainingOtherReferencedInstancesSequence: ['00081200', 'SQ'],
  ReferencedFrameNumber: ['00081160', 'IS'],
  DerivationImageSequence: ['00089124', 'SQ'],
  TemplateIdentifier: ['0040db00', 'CS'],
  ContentTemplateSequence: ['0040a504', 'SQ'],
  StudyDescription: ['00081030', 'LO'],
  ReferencedPerformedProcedureStepSequence: ['00081111', 'SQ'],
  SeriesDescription: ['0008103e', 'LO'],
  ManufacturerModelName: ['00081090', 'LO'],
  ReferencedSOPClassUID: ['00081150', 'UI'],
  ReferencedSOPInstanceUID: ['00081155', 'UI'],
  DerivationDescription: ['00082111', 'ST'],
  SourceImageSequence: ['00082112', 'SQ'],
  DerivationCodeSequence: ['00089215', 'SQ'],
  PatientName: ['00100010', 'PN'],
  PatientID: ['00100020', 'LO'],
  PatientBirthDate: ['00100030', 'DA'],
  PatientSex: ['00100040', 'CS'],
  PatientSize: ['00101020', 'DS'],
  PatientWeight: ['00101030', 'DS'],
  BodyPartExamined: ['00180015', 'CS'],
  ScanningSequence: ['00180020', 'CS'],
  SequenceVariant: ['00180021', 'CS'],
  ScanOptions: ['00180022', 'CS'],
  MRAcquisitionType: ['00180023', 'CS'],
  SliceThickness: ['00180050', 'DS'],
  KVP: ['00180060', 'DS'],
  RepetitionTime: ['00180080', 'DS'],
  EchoTime: ['00180081', 'DS'],
  MagneticFieldStrength: ['00180087', 'DS'],
  SpacingBetweenSlices: ['00180088', 'DS'],
  EchoTrainLength: ['00180091', 'IS'],
  DeviceSerialNumber: ['00181000', 'LO'],
  SoftwareVersions: ['00181020', 'LO'],
  ProtocolName: ['00181030', 'LO'],
  TriggerTime: ['00181060', 'DS'],
  NominalInterval: ['00181062', 'IS'],
  HeartRate: ['00181088', 'IS'],
  CardiacNumberOfImages: ['00181090', 'IS'],
  PatientPosition: ['00185100', 'CS'],
  ContentQualification: ['00189004', 'CS'],
  ImageComments: ['00204000', 'LT'],
  ContributingEquipmentSequence: ['0018a001', 'SQ'],
  StudyInstanceUID: ['0020000d', 'UI'],
  SeriesInstanceUID: ['0020000e', 'UI'],
  StudyID: ['00200010', 'SH'],
  SeriesNumber: ['00200011', 'IS'],
  AcquisitionNumber: ['00200012', 'IS'],
  InstanceNumber: ['00200013', 'IS'],
  PatientOrientation: ['00200020', 'CS'],
  ImagePositionPatient: ['00200032', 'DS'],
  ImageOrientationPatient: ['00200037', 'DS'],
  FrameOfReferenceUID: ['00200052', 'UI'],
  TemporalPositionIdentifier: ['00200100', 'IS'],
  NumberOfTemporalPositions: ['00200105', 'IS'],
  Laterality: ['00200060', 'CS'],
  PositionReferenceIndicator: ['00201040', 'LO'],
  DimensionIndexValues: ['00209157', 'UL'],
  TemporalPositionIndex: ['00209128', 'UL'],
  FrameContentSequence: ['00209111', 'SQ'],
  PlanePositionSequence: ['00209113', 'SQ'],
  PlaneOrientationSequence: ['00209116', 'SQ'],
  DimensionOrganizationUID: ['00209164', 'UI'],
  DimensionIndexPointer: ['00209165', 'AT'],
  FunctionalGroupPointer: ['00209167', 'AT'],
  DimensionOrganizationSequence: ['00209221', 'SQ'],
  DimensionIndexSequence: ['00209222', 'SQ'],
  DimensionDescriptionLabel: ['00209421', 'LO'],
  SliceLocation: ['00201041', 'DS'],
  SamplesPerPixel: ['00280002', 'US'],
  PhotometricInterpretation: ['00280004', 'CS'],
  NumberOfFrames: ['00280008', 'IS'],
  PlanarConfiguration: ['00280006', 'US'],
  Rows: ['00280010', 'US'],
  Columns: ['00280011', 'US'],
  PixelSpacing: ['00280030', 'DS'],
  BitsAllocated: ['00280100', 'US'],
  BitsStored: ['00280101', 'US'],
  HighBit: ['00280102', 'US'],
  PixelRepresentation: ['00280103', 'US'],
  BurnedInAnnotation: ['00280301', 'CS'],
  WindowCenter: ['00281050', 'DS'],
  WindowWidth: ['00281051', 'DS'],
  RescaleIntercept: ['00281052', 'DS'],
  RescaleSlope: ['00281053', 'DS'],
  RescaleType: ['00281054', 'LO'],
  LossyImageCompression: ['00282110', 'CS'],
  SpatialLocationsPreserved: ['0028135a', 'CS'],
  PixelMeasuresSequence: ['00289110', 'SQ'],
  ConceptNameCodeSequence: ['0040a043', 'SQ'],
  MeasurementUnitsCodeSequence: ['004008ea', 'SQ'],
  RelationshipType: ['0040a010', 'CS'],
  VerifyingObserverSequence: ['0040a073', 'SQ'],
  ValueType: ['0040a040', 'CS'],
  ContinuityOfContent: ['0040a050', 'CS'],
  TextValue: ['0040a160', 'UT'],
  UID: ['0040a124', 'UI'],
  ConceptCodeSequence: ['0040a168', 'SQ'],
  MeasuredValueSequence: ['0040a300', 'SQ'],
  NumericValue: ['0040a30a', 'DS'],
  PerformedProcedureCodeSequence: ['0040a372', 'SQ'],
  CurrentRequestedProcedureEvidenceSequence: ['0040a375', 'SQ'],
  CompletionFlag: ['0040a491', 'CS'],
  VerificationFlag: ['0040a493', 'CS'],
  PreliminaryFlag: ['0040a496', 'CS'],
  ContentSequence: ['0040a730', 'SQ'],
  PurposeOfReferenceCodeSequence: ['0040a170', 'SQ'],
  DocumentTitle: ['00420010', 'ST'],
  EncapsulatedDocument: ['00420011', 'OB'],
  MIMETypeOfEncapsulatedDocument: ['00420012', 'LO'],
  SegmentationType: ['00620001', 'CS'],
  SegmentSequence: ['00620002', 'SQ'],
  SegmentedPropertyCategoryCodeSequence: ['00620003', 'SQ'],
  SegmentNumber: ['00620004', 'US'],
  SegmentLabel: ['00620005', 'LO'],
  SegmentDescription: ['00620006', 'ST'],
  SegmentAlgorithmType: ['00620008', 'CS'],
  SegmentAlgorithmName: ['00620009', 'LO'],
  SegmentIdentificationSequence: ['0062000a', 'SQ'],
  ReferencedSegmentNumber: ['0062000b', 'US'],
  RecommendedDisplayCIELabValue: ['0062000d', 'US'],
  SegmentedPropertyTypeCodeSequence: ['0062000f', 'SQ'],
  ContentLabel: ['00700080', 'CS'],
  ContentDescription: ['00700081', 'LO'],
  ContentCreatorName: ['00700084', 'PN'],
  RegistrationSequence: ['00700308', 'SQ'],
  MatrixRegistrationSequence: ['00700309', 'SQ'],
  MatrixSequence: ['0070030a', 'SQ'],
  FrameOfReferenceTransformationMatrixType: ['0070030c', 'CS'],
  RegistrationTypeCodeSequence: ['0070030d', 'SQ'],
  SparrowPrivateCreator: ['00990010', 'LO'],
  SparrowProjections: ['00991001', 'US'],
  PixelData: ['7fe00010', 'OW'],
  FrameOfReferenceTransformationMatrix: ['300600c6', 'DS'],
  FrameOfReferenceTransformationComment: ['300600c8', 'LO'],
  SharedFunctionalGroupsSequence: ['52009229', 'SQ'],
  PerFrameFunctionalGroupsSequence: ['52009230', 'SQ'],
} as const satisfies Record<string, readonly [tag: string, vr: Vr]>;

export type Vr =
  | 'AT'
  | 'CS'
  | 'DA'
  | 'DS'
  | 'DT'
  | 'IS'
  | 'LO'
  | 'LT'
  | 'OB'
  | 'OW'
  | 'PN'
  | 'SH'
  | 'SQ'
  | 'ST'
  | 'TM'
  | 'UI'
  | 'UL'
  | 'US'
  | 'UT';

export type Keyword = keyof typeof elements;

interface ValueOfVr {
  DS: number | readonly number[];
  IS: number;
  /** A tag, "ggggeeee". */
  AT: string;
  UL: number | readonly number[];
  US: number | readonly number[];
  SQ: readonly DataSetToWrite[];
  OB: Uint8Array;
  OW: Uint8Array;
}

type ValueOf<V extends Vr> = V extends keyof ValueOfVr ? ValueOfVr[V] : string | readonly string[];

/** A data set by keyword; undefined leaves the element out, '' writes it empty (type 2). */
export type DataSetToWrite = {
  readonly [K in Keyword]?: ValueOf<(typeof elements)[K][1]> | undefined;
};
