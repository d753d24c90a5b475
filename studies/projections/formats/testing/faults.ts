import { fullTurn, type CircularGeometry } from '../../../tomography/circular-geometry.ts';
import { SparrowError } from '../../../messages/sparrow-error.ts';
import type { ProjectionFile, ReadProjectionsOptions } from '../projection-scan.ts';
import { readProjections } from '../read-projections.ts';
import { intensities } from './detector-files.ts';
import { memoryFile } from './memory-file.ts';
import { sphereScan } from './sphere-scan.ts';

/** A small sound scan, for tests to spoil. */
export const soundGeometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 40,
  detectorRows: 20,
  pixelMm: [8, 12],
  anglesDeg: fullTurn(60),
  isocentreMm: [0, 0, 0],
};
export const soundScan = sphereScan(soundGeometry);

/** Its first view as intensities of 20000. */
export const picture = intensities(soundScan, 0, 20000);

/** Four views of one folder. */
export function folder(make: (n: number) => Uint8Array, ending: string): ProjectionFile[] {
  return [0, 1, 2, 3].map((n) => memoryFile(`s/Proj_${n + 1}.${ending}`, make(n)));
}

/** The sentence that reading ends with; 'read' when it does not. */
export async function fault(
  files: readonly ProjectionFile[],
  options?: ReadProjectionsOptions,
): Promise<string> {
  try {
    await readProjections(files, options);
    return 'read';
  } catch (error) {
    if (error instanceof SparrowError) return error.message;
    throw error;
  }
}

/** The sentences of a scan's warnings. */
export async function warnings(
  files: readonly ProjectionFile[],
  options?: ReadProjectionsOptions,
): Promise<string[]> {
  return (await readProjections(files, options)).warnings.map((each) => each.message);
}
