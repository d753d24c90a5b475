import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { readHisHeader, readHisPixels } from './elekta-his.ts';
import { fileFrames } from './file-frames.ts';
import { kindOf } from './file-kinds.ts';
import type { FrameSource } from './frame-source.ts';
import { meanFrame, type Calibration } from './load-views.ts';
import type { ProjectionFile, ReadProjectionsOptions } from './projection-scan.ts';
import { openStack } from './stack.ts';
import { readHncHeader, readHncPixels } from './varian-hnc.ts';
import { readXimHeader, readXimPixels } from './varian-xim.ts';

/**
 * Reads the flat and dark pictures that the options name; several in one stack are averaged.
 * Throws SparrowError 'projections/flat-field-size' and what reading them throws.
 */
export async function readCalibration(
  { flat, dark }: ReadProjectionsOptions,
  files: readonly ProjectionFile[],
  views: FrameSource,
): Promise<Calibration> {
  const read = async (file: ProjectionFile | undefined) => {
    if (!file) return null;
    const frames = await openFrames(file, files);
    try {
      if (frames.columns === views.columns && frames.rows === views.rows)
        return await meanFrame(frames);
      throw new SparrowError('projections/flat-field-size', {
        file: basename(file.name),
        columns: frames.columns,
        rows: frames.rows,
        viewColumns: views.columns,
        viewRows: views.rows,
      });
    } finally {
      await frames.close();
    }
  };
  return { flat: await read(flat), dark: await read(dark) };
}

async function openFrames(
  file: ProjectionFile,
  beside: readonly ProjectionFile[],
): Promise<FrameSource> {
  const layout = { firstRow: 'feet', whole: true } as const;
  switch (kindOf(file.name)) {
    case 'hnc':
      return fileFrames([await readHncHeader(file)], layout, readHncPixels);
    case 'his':
      return fileFrames([await readHisHeader(file)], layout, readHisPixels);
    case 'xim': {
      const view = { ...(await readXimHeader(file)), pixelMm: [1, 1] as const };
      return fileFrames([view], layout, () => readXimPixels(file));
    }
    default:
      return openStack(file, beside);
  }
}
