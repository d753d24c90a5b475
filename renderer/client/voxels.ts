import { callBinary } from './call.ts';

/** Which part of a volume: one phase or all, slices k0 to k1 (exclusive) or all. */
export interface VoxelRange {
  phase?: number;
  k0?: number;
  k1?: number;
}

/**
 * Stored samples of a volume as the engine keeps them: little-endian, i fastest, then j, k, phase;
 * sample type and rescale are in the VolumeRecord. Throws ClientError; aborts pass through.
 */
export async function fetchVoxels(
  volumeId: string,
  range: VoxelRange = {},
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  const response = await callBinary('GET /api/volumes/:id/voxels', {
    params: { id: volumeId },
    query: range,
    ...(signal ? { signal } : {}),
  });
  return response.arrayBuffer();
}

/** Address of a volume's thumbnail (PNG), for an <img>. */
export function thumbnailUrl(volumeId: string): string {
  return `/api/volumes/${encodeURIComponent(volumeId)}/thumbnail`;
}
