import { createHash } from 'node:crypto';
import type { ImageHeader, InstanceHeader } from '../../../../studies/dicom/types.ts';

/**
 * UIDs for a file that lacks some (anonymisers blank them): the instance's from its content, the
 * series' and study's from what else the header says and the folder the file came in, so that the
 * slices of one scan stay together. The same files always get the same UIDs.
 */
export function withIdentity(
  header: InstanceHeader,
  sha256: string,
  folder: string,
): InstanceHeader {
  const studyUid = header.studyUid || uidOf(['study', folder, ...studyTraits(header)]);
  const seriesUid =
    header.seriesUid || uidOf(['series', studyUid, folder, ...seriesTraits(header)]);
  const sopInstanceUid = header.sopInstanceUid || contentUid(sha256, 'instance');
  return { ...header, studyUid, seriesUid, sopInstanceUid };
}

function studyTraits(header: InstanceHeader): string[] {
  const { patientId, patientName, patientBirthDate, studyDate, studyTime } = header;
  return [patientId, patientName, patientBirthDate, studyDate, studyTime, header.studyDescription];
}

function seriesTraits(header: InstanceHeader): string[] {
  const { modality, seriesNumber, seriesDescription, frameOfReferenceUid } = header;
  return [modality, String(seriesNumber), seriesDescription, frameOfReferenceUid ?? ''];
}

/** A UID for a volume file's instance, series or study, from its content hash. */
export function contentUid(sha256: string, what: 'instance' | 'series' | 'study'): string {
  return uidOf([what, sha256]);
}

/** A UID under the 2.25 root (PS3.5 B.2) from any text: the same text, the same UID. */
function uidOf(parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${hex}`).toString(10)}`;
}

/**
 * Whether two files with one SOP Instance UID are the same picture in two encodings. Some
 * anonymisers write one UID into every slice: those differ in their place, number or time.
 */
export function samePicture(a: InstanceHeader, b: InstanceHeader): boolean {
  if (a.seriesUid !== b.seriesUid || a.instanceNumber !== b.instanceNumber) return false;
  if (a.image === null || b.image === null) return a.image === b.image;
  return placeOf(a.image) === placeOf(b.image);
}

function placeOf({ rows, columns, frames }: ImageHeader): string {
  const [first] = frames;
  const { positionMm = null, rowAxis = null, triggerTimeMs = null } = first ?? {};
  return JSON.stringify([rows, columns, frames.length, positionMm, rowAxis, triggerTimeMs]);
}
