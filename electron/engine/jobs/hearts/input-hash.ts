import { createHash } from 'node:crypto';
import type { HeartVolume } from '../../../../models/whole-heart/messages.ts';
import type { HeartCorrections } from '../../../../studies/library/heart-records.ts';
import { sha256Hex } from '../sliced-hash.ts';

/**
 * Over all that the model was given: of each cine its geometry, times and stored values, and what the
 * user put right. Names and ids of the library are not part of it.
 */
export async function heartInputHash(
  volumes: readonly HeartVolume[],
  corrections: HeartCorrections,
): Promise<string> {
  const parts: unknown[] = [];
  for (const volume of volumes) {
    const { dims, spacingMm, originMm, axes, phases, phaseTimesMs, rrIntervalMs } = volume;
    const { rescaleSlope, rescaleIntercept, voxels } = volume;
    const geometry = { dims, spacingMm, originMm, axes, phases, phaseTimesMs, rrIntervalMs };
    parts.push([geometry, rescaleSlope, rescaleIntercept, await sha256Hex(voxels)]);
  }
  const { views, used, ...rest } = corrections;
  const at = (id: string) => {
    const [volumeId = '', slice = ''] = id.split('/');
    return `${volumes.findIndex((volume) => volume.volumeId === volumeId)}/${slice}`;
  };
  const placed = (ofPlanes: Readonly<Record<string, unknown>>) =>
    Object.entries(ofPlanes)
      .map(([id, value]) => [at(id), value])
      .sort();
  parts.push({ ...rest, views: placed(views), used: placed(used) });
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
