import type { LabelledPlane } from '../../../../models/dmcvr/implicit/contour-samples.ts';
import type { HeartLabelMap } from '../../../../models/whole-heart/messages.ts';
import { nearestPhase } from '../../../../studies/cardiac/function/beat.ts';
import type { HeartPlane, HeartResult } from '../../../../studies/library/heart-records.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { labelsOfPhase } from '../hearts/label-maps.ts';

const longAxisViews: readonly string[] = ['2ch', '3ch', '4ch'];

/** The long-axis planes in use that the newest heart of a study has labels of; null without a heart. */
function newest(
  library: Library,
  studyUid: string,
): { heart: HeartResult; planes: HeartPlane[] } | null {
  const [heart] = library.hearts.list({ studyUid });
  if (heart === undefined) return null;
  const has = new Set(heart.labels.map(({ sourceVolumeId }) => sourceVolumeId));
  const planes = heart.planes.filter(
    ({ used, view, volumeId }) => used && longAxisViews.includes(view) && has.has(volumeId),
  );
  return { heart, planes };
}

/** Label maps of the study's long-axis cines, as a person left them; none without a heart. */
export async function longAxisMasks(library: Library, studyUid: string): Promise<HeartLabelMap[]> {
  const found = newest(library, studyUid);
  if (found === null) return [];
  const maps: HeartLabelMap[] = [];
  for (const volumeId of new Set(found.planes.map((plane) => plane.volumeId))) {
    const { dims, phases } = library.volumes.get(volumeId);
    const size = dims[0] * dims[1] * dims[2];
    const labels = new Uint8Array(size * phases);
    for (let phase = 0; phase < phases; phase++)
      labels.set(
        await labelsOfPhase(library, found.heart, { volumeId, phase }, true),
        phase * size,
      );
    maps.push({ sourceVolumeId: volumeId, dims, phases, labels });
  }
  return maps;
}

/**
 * The same at the moment of one phase of the lead series, each where it lies; none without a heart.
 * Their outlines tell where chambers end beyond the outermost slices.
 */
export async function longAxisPlanes(
  library: Library,
  studyUid: string,
  leadPhase: number,
): Promise<LabelledPlane[]> {
  const found = newest(library, studyUid);
  if (found === null) return [];
  const { heart, planes } = found;
  return Promise.all(
    planes.map(async (plane) => {
      const { volumeId, slice, dims } = plane;
      const phase = nearestPhase(leadPhase, heart.phases, plane.phases);
      const labels = await labelsOfPhase(library, heart, { volumeId, phase }, true);
      const size = dims[0] * dims[1];
      return { plane, labels: labels.slice(slice * size, (slice + 1) * size) };
    }),
  );
}
