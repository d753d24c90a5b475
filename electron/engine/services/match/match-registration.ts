import {
  writeSpatialRegistration,
  type RegisteredImages,
} from '../../../../studies/dicom/write/spatial-registration.ts';
import { newUid } from '../../../../studies/dicom/write/uid.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { MatchRecord } from '../../../../studies/library/match-records.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { positioningText } from '../../../../studies/messages/en/positioning-text.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { matrixOf, poseOf } from '../../../../studies/positioning/registration/pose.ts';
import { equipment, sopClassOf, sourceInstances, studyIdentity } from '../dicom-export.ts';

/** Registrations stand behind reports and derived series of a study. */
const registrationSeriesNumber = 9950;

/**
 * A match as a DICOM Spatial Registration object in the scan's study: the planning CT's frame is the
 * registered one, the matrix leads from the scan's to it. Method, degrees of freedom, region, verdict
 * and who approved it stand beside the matrix.
 *
 * Throws 'positioning/no-registration' for a refused match, 'positioning/no-frame' where the two volumes
 * could not be told apart by what the object names.
 */
export async function matchRegistration(
  library: Library,
  record: MatchRecord,
  version = '',
): Promise<Uint8Array<ArrayBuffer>> {
  const { matrix, frame, params, method } = record;
  if (!record.credible || record.couch === null || matrix === null)
    throw new SparrowError('positioning/no-registration');
  const fixed = await imagesOf(library, params.fixedVolumeId, 'planning CT');
  const moving = await imagesOf(library, params.movingVolumeId, 'scan');
  if (fixed.frameOfReferenceUid === moving.frameOfReferenceUid) requireOwnImages(fixed, moving);
  const now = new Date().toISOString().replaceAll(/[-:T]/g, '');
  const bytes = writeSpatialRegistration(
    {
      // Rounding taken out: what is set by hand need not be a rotation to the last digit.
      matrix: matrixOf(poseOf(matrix, frame.planIsocentreMm)),
      fixed,
      moving,
      method,
      label: positioningText.label,
      description: positioningText.description(record),
      creator: approver(record),
      comment: positioningText.comment(record),
    },
    {
      study: studyIdentity(library.studies.get(record.studyUid)),
      series: {
        seriesUid: newUid(),
        seriesNumber: registrationSeriesNumber,
        seriesDescription: positioningText.series,
        frameOfReferenceUid: fixed.frameOfReferenceUid,
        date: now.slice(0, 8),
        time: now.slice(8, 14),
      },
      equipment: equipment(version),
    },
  );
  return new Uint8Array(bytes);
}

/** Whose word counts; empty unless it is an approval. */
function approver({ signatures }: MatchRecord): string {
  const last = signatures.at(-1);
  return last?.meaning === 'approved' ? last.person : '';
}

/** A volume's frame and its files; of a volume without any, those of what it was made from. */
async function imagesOf(
  library: Library,
  volumeId: string,
  what: string,
): Promise<RegisteredImages> {
  const volume = library.volumes.get(volumeId);
  const { frameOfReferenceUid } = volume;
  if (frameOfReferenceUid === null) throw new SparrowError('positioning/no-frame', { what });
  for (let from: VolumeRecord | null = volume; from !== null; from = sourceOf(library, from)) {
    const instances = sourceInstances(library, from);
    const sopClassUid = await sopClassOf(instances);
    if (sopClassUid === null) continue;
    return {
      frameOfReferenceUid,
      studyUid: from.studyUid,
      seriesUid: instances[0]!.seriesUid,
      images: instances.map(({ sopInstanceUid }) => ({ sopClassUid, sopInstanceUid })),
    };
  }
  const { studyUid, seriesUid } = volume;
  return { frameOfReferenceUid, studyUid, seriesUid, images: [] };
}

function sourceOf(library: Library, { resultId }: VolumeRecord): VolumeRecord | null {
  return resultId === null ? null : library.volumes.get(library.results.get(resultId).source);
}

/** In one frame of reference only the images tell what the matrix moves. */
function requireOwnImages(fixed: RegisteredImages, moving: RegisteredImages): void {
  const known = new Set(fixed.images.map(({ sopInstanceUid }) => sopInstanceUid));
  const own = moving.images.length > 0 && !known.has(moving.images[0]!.sopInstanceUid);
  if (!own) throw new SparrowError('positioning/no-frame', { what: 'scan' });
}
