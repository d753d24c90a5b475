import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Library } from '../../../studies/library/library.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { rtkGeometryXml } from '../../../studies/projections/formats/write-rtk-geometry.ts';
import { projectionStackPieces } from '../../../studies/projections/formats/write-stack.ts';
import { sidecarBytes, sidecarName } from '../../../studies/projections/scan-sidecar.ts';
import { geometryOf } from '../jobs/scans/scan-records.ts';
import { writeWhole } from './write-whole.ts';

/** Projections as RTK reads them, geometry.xml and projections.mha, with what they belong to, into a folder. */
export async function rtkToFolder(library: Library, id: string, dir: string): Promise<string[]> {
  const record = library.projections.get(id);
  const geometry = geometryOf(record);
  const lineIntegrals = await library.projections.readViews(id);
  const stack = join(dir, 'projections.mha');
  const xml = join(dir, 'geometry.xml');
  try {
    await mkdir(dir, { recursive: true });
    const pieces = projectionStackPieces({ geometry, lineIntegrals });
    await pipeline(Readable.from(pieces), createWriteStream(`${stack}.part`));
    await rename(`${stack}.part`, stack);
  } catch (cause) {
    await rm(`${stack}.part`, { force: true }).catch(() => undefined);
    throw new SparrowError('engine/cannot-write', { file: basename(stack) }, { cause });
  }
  await writeWhole(xml, new TextEncoder().encode(rtkGeometryXml(geometry)));
  const { studyUid, frameOfReferenceUid, description, origin, photons } = record;
  const made = library.volumes.list({ studyUid }).find((one) => one.projectionsId === id);
  const seriesUid = made?.seriesUid ?? null;
  const sidecar = join(dir, sidecarName);
  await writeWhole(
    sidecar,
    sidecarBytes({ studyUid, seriesUid, frameOfReferenceUid, description, origin, photons }),
  );
  return [xml, stack, sidecar];
}
