import type { InstanceHeader } from '../types.ts';
import type { Attributes } from './attributes.ts';
import { readImageHeader } from './image-header.ts';
import { readProjectionCount } from './projection-count.ts';
import { tags } from './tags.ts';
import { mediaDirectorySopClass, transferSyntax } from './transfer-syntax.ts';
import { parseDate } from './values.ts';

/** True for a DICOMDIR: the importer reads the files it lists, not the list. */
export function isMediaDirectory(header: Pick<InstanceHeader, 'sopClassUid'>): boolean {
  return header.sopClassUid === mediaDirectorySopClass;
}

/**
 * UIDs are kept as the file gives them, legal or not, trimmed; '' where absent.
 * `meta` fills in class and instance UID when the data set lacks them.
 */
export function readHeader(
  attributes: Attributes,
  meta: Attributes,
  transferSyntaxUid: string,
  fileName: string,
): InstanceHeader {
  return {
    sopInstanceUid:
      attributes.string(tags.sopInstanceUid) || meta.string(tags.mediaStorageSopInstanceUid),
    sopClassUid: attributes.string(tags.sopClassUid) || meta.string(tags.mediaStorageSopClassUid),
    seriesUid: attributes.string(tags.seriesInstanceUid),
    studyUid: attributes.string(tags.studyInstanceUid),
    frameOfReferenceUid: attributes.string(tags.frameOfReferenceUid) || null,
    transferSyntaxUid,
    ...readPeople(attributes),
    ...readAcquisition(attributes),
    lossy:
      attributes.string(tags.lossyImageCompression) === '01' ||
      transferSyntax(transferSyntaxUid).lossy,
    image: readImageHeader(attributes, fileName),
  };
}

function readPeople(attributes: Attributes) {
  return {
    patientId: attributes.text(tags.patientId),
    patientName: attributes.text(tags.patientName).replace(/[\^= ]+(?==|$)/g, ''),
    patientBirthDate: parseDate(attributes.string(tags.patientBirthDate)),
    patientSex: attributes.string(tags.patientSex),
    patientSizeM: within(attributes.number(tags.patientSize), 0.2, 2.6),
    patientWeightKg: within(attributes.number(tags.patientWeight), 0.3, 500),
    studyDate: parseDate(attributes.string(tags.studyDate)),
    studyTime: attributes.string(tags.studyTime),
    studyDescription: attributes.text(tags.studyDescription),
  };
}

/** Null for what no person measures: some scanners write centimetres for metres, or 0 for unknown. */
function within(value: number | null, least: number, most: number): number | null {
  return value !== null && value >= least && value <= most ? value : null;
}

function readAcquisition(attributes: Attributes) {
  return {
    modality: attributes.string(tags.modality),
    manufacturer: attributes.text(tags.manufacturer),
    manufacturerModel: attributes.text(tags.manufacturerModelName),
    scanOptions: attributes.strings(tags.scanOptions).join('\\'),
    imageType: attributes.strings(tags.imageType),
    seriesNumber: attributes.number(tags.seriesNumber),
    seriesDescription: attributes.text(tags.seriesDescription),
    instanceNumber: attributes.number(tags.instanceNumber),
    acquisitionNumber: attributes.number(tags.acquisitionNumber),
    views: readProjectionCount(attributes),
    rrIntervalMs: readRrInterval(attributes),
    heartRateBpm: positive(attributes.number(tags.heartRate)),
    derivation: attributes.text(tags.derivationDescription) || null,
  };
}

function readRrInterval(attributes: Attributes): number | null {
  const enhanced = [tags.perFrameFunctionalGroups, tags.sharedFunctionalGroups]
    .map((groups) => attributes.item(groups)?.item(tags.cardiacSynchronizationSequence))
    .map((cardiac) => cardiac?.number(tags.rrIntervalTimeNominal, 'fd') ?? null);
  return positive(attributes.number(tags.nominalInterval) ?? enhanced[0] ?? enhanced[1] ?? null);
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
