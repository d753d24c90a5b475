import type { HeartResult } from '../../../../studies/library/heart-records.ts';
import type { DrawnSlice, HeartChange } from '../../../../studies/library/heart-store.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { heartClasses } from '../../../../studies/library/heart-records.ts';
import type { LabelPhase, LabelPlace } from './hearts-service.ts';

/** The label map that a heart has on a cine volume. Throws `heart/no-labels`. */
export function labelsVolume(library: Library, heart: HeartResult, volumeId: string): VolumeRecord {
  const found = heart.labels.find(({ sourceVolumeId }) => sourceVolumeId === volumeId);
  if (found === undefined) throw new SparrowError('heart/no-labels');
  return library.volumes.get(found.labelsVolumeId);
}

/** Throws `library/out-of-range` or `heart/bad-labels`. */
export function checkSlice(
  { dims, phases }: VolumeRecord,
  { slice, phase }: LabelPlace,
  labels: Uint8Array | null,
): void {
  const [columns, rows, slices] = dims;
  if (slice >= slices || phase >= phases) {
    throw new SparrowError('library/out-of-range', { phases, slices });
  }
  if (labels === null) return;
  const known = labels.every((label) => label < heartClasses.length);
  if (labels.length !== columns * rows || !known) {
    throw new SparrowError('heart/bad-labels', { columns, rows });
  }
}

/** All slices of one phase: the model's own, or with the edits laid in. */
export async function labelsOfPhase(
  library: Library,
  heart: HeartResult,
  { volumeId, phase }: LabelPhase,
  edited: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const { id, dims } = labelsVolume(library, heart, volumeId);
  const labels = await library.volumes.readVoxels(id, { phase });
  if (!edited) return labels;
  const size = dims[0] * dims[1];
  for (const drawn of await library.hearts.drawn(heart.id, { sourceVolumeId: volumeId, phase })) {
    labels.set(drawn.labels, drawn.slice * size);
  }
  return labels;
}

/** Edits as they will be once the changes are made. */
export function afterChanges(
  drawn: readonly DrawnSlice[],
  changes: readonly HeartChange[],
): { sourceVolumeId: string; slice: number; phase: number; labels: Uint8Array }[] {
  const isAt = (one: Omit<HeartChange, 'labels'>) => (other: Omit<HeartChange, 'labels'>) =>
    one.sourceVolumeId === other.sourceVolumeId &&
    one.slice === other.slice &&
    one.phase === other.phase;
  const untouched = drawn.filter((slice) => !changes.some(isAt(slice)));
  const made = changes.flatMap(({ labels, ...place }) =>
    labels === null ? [] : [{ ...place, labels }],
  );
  return [...untouched, ...made];
}
