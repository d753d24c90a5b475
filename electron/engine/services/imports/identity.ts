import { createHash } from 'node:crypto';
import type { InstanceHeader } from '../../../../studies/dicom/types.ts';

/**
 * UIDs for a file that lacks some, made from its content: the same file always gets the same ones.
 * A series or study that cannot be told from another is kept apart from all others.
 */
export function withIdentity(header: InstanceHeader, sha256: string): InstanceHeader {
  const { sopInstanceUid, seriesUid, studyUid } = header;
  if (sopInstanceUid !== '' && seriesUid !== '' && studyUid !== '') return header;
  return {
    ...header,
    sopInstanceUid: sopInstanceUid || contentUid(sha256, 'instance'),
    seriesUid: seriesUid || contentUid(sha256, 'series'),
    studyUid: studyUid || contentUid(sha256, 'study'),
  };
}

/** A UID under the 2.25 root (PS3.5 B.2) from a content hash and what it names. */
export function contentUid(sha256: string, what: 'instance' | 'series' | 'study'): string {
  const hex = createHash('sha256').update(`${what} ${sha256}`).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${hex}`).toString(10)}`;
}
