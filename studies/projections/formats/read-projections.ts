import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { isRefused } from '../../dicom/sources/source.ts';
import { walk } from '../../dicom/sources/walk.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { assembleScan } from './assemble-scan.ts';
import { readCalibration } from './calibration.ts';
import { openScan } from './open-scan.ts';
import type { ProjectionFile, ProjectionScan, ReadProjectionsOptions } from './projection-scan.ts';

/**
 * Reads one cone-beam scan from all of its files: an MHA or MHD stack with an RTK geometry, or a
 * folder of plastimatch .pfm, Varian .hnc or .xim, or Elekta .his files with what lies beside them.
 * Other files among them are passed over. Memory: the line integrals and one view.
 * Throws SparrowError 'projections/*', 'formats/*' or 'dicom/unreadable'; an AbortError when
 * `options.signal` fires.
 */
export async function readProjections(
  files: readonly ProjectionFile[],
  options: ReadProjectionsOptions = {},
): Promise<ProjectionScan> {
  const apart = [options.flat?.name, options.dark?.name];
  const own = files.filter((file) => !apart.includes(file.name));
  const raw = await openScan(own);
  try {
    const calibration = await readCalibration(options, files, raw.frames);
    return await assembleScan(raw, calibration, options);
  } finally {
    await raw.frames.close();
  }
}

/**
 * The same from paths, as the command line has them: the projections (a stack or a folder) and the
 * geometry (a file or folder), which may be left out where the projections carry it. Zip archives
 * and gzip are opened.
 */
export async function readProjectionPaths(
  paths: readonly string[],
  options: ReadProjectionsOptions = {},
): Promise<ProjectionScan> {
  const files: ProjectionFile[] = [];
  for (const path of paths) {
    await access(path).catch((error: unknown) => {
      throw new SparrowError('sources/not-found', { file: basename(path) }, { cause: error });
    });
  }
  for await (const item of walk(paths)) if (!isRefused(item)) files.push(item);
  return readProjections(files, options);
}
