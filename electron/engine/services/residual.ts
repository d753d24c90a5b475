import type { Library } from '../../../studies/library/library.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { voxelArray } from '../../../studies/volume/volume.ts';
import { wholeBody } from './projections.ts';
import type { ByteBody } from './services.ts';

/** One compared view of a result's evidence out of the volume that keeps them all. */
export async function residualView(
  { results, volumes }: Library,
  id: string,
  view: number,
): Promise<ByteBody> {
  const { evidence } = results.get(id);
  if (evidence?.residualVolume === undefined) throw new SparrowError('library/no-evidence');
  const { residualVolume } = evidence;
  const { voxelType, rescaleSlope, rescaleIntercept } = volumes.get(residualVolume);
  const bytes = await volumes.readVoxels(residualVolume, { k0: view, k1: view + 1 });
  const residual = Float32Array.from(
    voxelArray(voxelType, bytes.buffer),
    (stored) => stored * rescaleSlope + rescaleIntercept,
  );
  return wholeBody(residual, `${residualVolume}-${view}`);
}
