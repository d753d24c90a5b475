import type { HeartResult } from '../../studies/library/heart-records.ts';
import { call, callBinary } from './call.ts';
import { fetchVoxels } from './voxels.ts';

/** One slice of one phase of a cine volume. */
export interface LabelPlace {
  readonly volumeId: string;
  readonly slice: number;
  readonly phase: number;
}

const queryOf = ({ volumeId, slice, phase }: LabelPlace) => ({ volume: volumeId, slice, phase });

/** The model's own classes of all phases and slices, i fastest. Throws ClientError. */
export async function fetchModelLabels(labelsVolumeId: string): Promise<Uint8Array> {
  return new Uint8Array(await fetchVoxels(labelsVolumeId));
}

/** Classes of all slices of one phase as they count, edits laid in. Throws ClientError. */
export async function fetchLabels(
  resultId: string,
  volumeId: string,
  phase: number,
): Promise<Uint8Array> {
  const response = await callBinary('GET /api/hearts/:id/labels', {
    params: { id: resultId },
    query: { volume: volumeId, phase, edited: 'true' },
  });
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Keeps one slice as drawn; null gives the model's own back. `expected`: when the edit seen there
 * was made, empty for none. Resolves to the result, measured anew. Throws ClientError.
 */
export function saveLabels(
  resultId: string,
  place: LabelPlace,
  labels: Uint8Array | null,
  expected: string,
): Promise<HeartResult> {
  const params = { id: resultId };
  if (!labels) return call('DELETE /api/hearts/:id/labels', { params, query: queryOf(place) });
  return call('PUT /api/hearts/:id/labels', {
    params,
    query: { ...queryOf(place), expected },
    file: new Blob([Uint8Array.from(labels)]),
  });
}
