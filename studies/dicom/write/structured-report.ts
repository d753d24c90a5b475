import type { DataSetToWrite } from './elements.ts';
import { writeInstance } from './instance.ts';
import { codeItem, commonModules } from './modules.ts';
import {
  codeContent,
  container,
  measurement,
  textContent,
  uidContent,
} from './structured-report-content.ts';
import type { CodedConcept, SeriesMeta } from './series-meta.ts';
import { newUid, uidFromText } from './uid.ts';

const comprehensiveSrStorage = '1.2.840.10008.5.1.4.1.1.88.33';

const dcm = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'SCT', meaning });
/** PS3.16 CID 5000. */
const english: CodedConcept = { value: 'en', scheme: 'RFC5646', meaning: 'English' };

export interface ReportedNumber {
  concept: CodedConcept;
  value: number;
  /** UCUM. */
  unit: CodedConcept;
  /** Said beside the number. */
  comment?: string;
}

/** The numbers of one structure. */
export interface MeasurementGroup {
  /** Tells the structure again in a later report of the same software. */
  tracking: string;
  site: CodedConcept;
  numbers: readonly ReportedNumber[];
}

export interface StructuredReportMeta extends SeriesMeta {
  procedure: CodedConcept;
  algorithm: { name: string; version: string };
  /** What holds for all the numbers, research use first. */
  remarks: readonly string[];
}

/**
 * Measurements as an Imaging Measurement Report (PS3.16 TID 1500) in a Comprehensive SR document,
 * unverified: a program made it and nobody signed it.
 */
export function writeStructuredReport(
  groups: readonly MeasurementGroup[],
  meta: StructuredReportMeta,
): Uint8Array {
  const title = dcm('126000', 'Imaging Measurement Report');
  return writeInstance({
    ...commonModules(meta, 'SR'),
    // A document has no place in the patient.
    FrameOfReferenceUID: undefined,
    PositionReferenceIndicator: undefined,
    AcquisitionDate: undefined,
    AcquisitionTime: undefined,
    BodyPartExamined: undefined,
    Laterality: undefined,
    ReferencedPerformedProcedureStepSequence: [],
    SOPClassUID: comprehensiveSrStorage,
    SOPInstanceUID: meta.sopInstanceUid?.(0) ?? newUid(),
    InstanceNumber: 1,
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    PerformedProcedureCodeSequence: [codeItem(meta.procedure)],
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [codeItem(title)],
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1500' }],
    ContentSequence: [
      codeContent('HAS CONCEPT MOD', dcm('121049', languageConcept), english),
      ...observer(meta),
      codeContent('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), meta.procedure),
      container(
        'CONTAINS',
        dcm('126010', 'Imaging Measurements'),
        groups.map((group) => measurementGroup(group, meta)),
      ),
    ],
  });
}

const languageConcept = 'Language of Content Item and Descendants';

/** TID 1002 and TID 1004: the observer is a program. */
function observer({ equipment, sopInstanceUid }: SeriesMeta): DataSetToWrite[] {
  const context = 'HAS OBS CONTEXT';
  return [
    codeContent(context, dcm('121005', 'Observer Type'), dcm('121007', 'Device')),
    uidContent(context, dcm('121012', 'Device Observer UID'), sopInstanceUid?.(1) ?? newUid()),
    textContent(
      context,
      dcm('121013', 'Device Observer Name'),
      `${equipment.modelName} ${equipment.softwareVersions}`,
    ),
    textContent(context, dcm('121014', 'Device Observer Manufacturer'), equipment.manufacturer),
    textContent(context, dcm('121015', 'Device Observer Model Name'), equipment.modelName),
  ];
}

/** TID 1501. */
function measurementGroup(group: MeasurementGroup, meta: StructuredReportMeta): DataSetToWrite {
  const { name, version } = meta.algorithm;
  const madeBy = [
    textContent('HAS CONCEPT MOD', dcm('111001', 'Algorithm Name'), name),
    textContent('HAS CONCEPT MOD', dcm('111003', 'Algorithm Version'), version),
  ];
  const comment = dcm('121106', 'Comment');
  const tracked = `${meta.study.studyUid} ${group.tracking}`;
  return container('CONTAINS', dcm('125007', 'Measurement Group'), [
    textContent('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), group.tracking),
    uidContent(
      'HAS OBS CONTEXT',
      dcm('112040', 'Tracking Unique Identifier'),
      uidFromText(tracked),
    ),
    codeContent('HAS CONCEPT MOD', sct('363698007', 'Finding Site'), group.site),
    ...group.numbers.map(({ concept, value, unit, comment: words }) =>
      measurement(concept, value, unit, [
        ...madeBy,
        ...(words === undefined ? [] : [textContent('HAS PROPERTIES', comment, words)]),
      ]),
    ),
    ...meta.remarks.map((words) => textContent('CONTAINS', comment, words)),
  ]);
}
