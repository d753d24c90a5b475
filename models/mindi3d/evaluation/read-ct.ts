import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { assemble } from '../../../studies/dicom/assemble/assemble.ts';
import type { AssembleInput } from '../../../studies/dicom/assemble/assembled.ts';
import { fillVolume } from '../../../studies/dicom/assemble/fill.ts';
import { decodeFrame } from '../../../studies/dicom/decode/decode-frame.ts';
import { readInstance, type Instance } from '../../../studies/dicom/read/instance.ts';
import { isRefused } from '../../../studies/dicom/sources/source.ts';
import { walk } from '../../../studies/dicom/sources/walk.ts';
import { readVolumeFile } from '../../../studies/formats/read-volume.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { CtVolume } from '../../../studies/tomography/simulation/ct-volume.ts';
import { physicalValues } from '../../../studies/volume/values.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import type { HeldOutCase } from './held-out.ts';

/** A volume file (NIfTI, NRRD, MetaImage) as its grid. Throws formats/*, or evaluate/case-unreadable. */
export async function readGrid(file: string): Promise<VoxelGrid> {
  const name = basename(file);
  const volume = await readVolumeFile({ name, bytes: await readFile(file), modality: 'CT' });
  if (volume === null)
    throw new SparrowError('evaluate/case-unreadable', { case: name, file: name });
  return volume.grid;
}

/** The CT of a case in HU, from a volume file or a zip of DICOM. Throws evaluate/case-unreadable. */
export async function readCt({ id, file, within }: HeldOutCase): Promise<CtVolume> {
  const failed = (cause?: unknown) => {
    const params = { case: id, file: basename(file ?? '') };
    return new SparrowError('evaluate/case-unreadable', params, { cause });
  };
  if (file === null) throw failed();
  const grid = await (file.endsWith('.zip') ? readZip(file, within) : readGrid(file)).catch(
    (cause: unknown) => {
      throw failed(cause);
    },
  );
  if (grid === null) throw failed();
  return { geometry: grid.geometry, hu: physicalValues(grid) };
}

/** The longest CT volume among the pictures whose names hold `within`. */
async function readZip(file: string, within: string): Promise<VoxelGrid | null> {
  const instances = new Map<string, Instance>();
  const inputs: AssembleInput[] = [];
  for await (const item of walk([file])) {
    if (isRefused(item) || !item.name.includes(within)) continue;
    try {
      const instance = readInstance(await item.bytes(), item.name);
      instances.set(item.name, instance);
      inputs.push({ id: item.name, header: instance.header });
    } catch (error) {
      // What is no picture (plans, structures, notes) is not wanted here.
      if (!(error instanceof SparrowError)) throw error;
    }
  }
  const volumes = assemble(inputs).filter(({ kind }) => kind === 'ct');
  volumes.sort((a, b) => b.geometry.dims[2] - a.geometry.dims[2]);
  if (volumes[0] === undefined) return null;
  const headers = new Map([...instances].map(([id, { header }]) => [id, header]));
  const { grid } = await fillVolume(volumes[0], {
    headers,
    decode: ({ id, frame }) => decodeFrame(instances.get(id)!, frame),
  });
  return grid;
}
