import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { openRanges } from './byte-ranges.ts';
import { requireBytes, requireSize } from './file-frames.ts';
import type { ProjectionFile } from './projection-scan.ts';

/** Where a grey portable float map keeps what. */
export interface PfmHeader {
  readonly columns: number;
  readonly rows: number;
  readonly bigEndian: boolean;
  readonly dataFrom: number;
}

/** Reads the header of a grey PFM. Throws SparrowError 'projections/damaged-view' or 'cut-view'. */
export async function readPfmHeader(file: ProjectionFile): Promise<PfmHeader> {
  const name = basename(file.name);
  const ranges = await openRanges(file);
  try {
    const head = Buffer.from(await ranges.read(0, 256)).toString('latin1');
    const found = /^Pf\s+(\d+)\s+(\d+)\s+(-?[\d.]+(?:e[-+]?\d+)?)\s/i.exec(head);
    if (!found || !head.startsWith('Pf')) {
      const reason = 'it does not begin as one';
      throw new SparrowError('projections/damaged-view', { file: name, format: 'PFM', reason });
    }
    const [columns, rows] = [Number(found[1]), Number(found[2])];
    requireSize(name, 'PFM', columns, rows);
    const dataFrom = found[0].length;
    requireBytes(name, ranges.size - dataFrom, 4 * columns * rows);
    return { columns, rows, bigEndian: Number(found[3]) > 0, dataFrom };
  } finally {
    await ranges.close();
  }
}

/** The pixels, in file order. */
export async function readPfmPixels(
  file: ProjectionFile,
  header: PfmHeader,
): Promise<Float32Array> {
  const bytes = Buffer.from(await file.bytes());
  const count = header.columns * header.rows;
  requireBytes(basename(file.name), bytes.length - header.dataFrom, 4 * count);
  const pixels = new Float32Array(count);
  for (let n = 0; n < count; n++) {
    const at = header.dataFrom + 4 * n;
    pixels[n] = header.bigEndian ? bytes.readFloatBE(at) : bytes.readFloatLE(at);
  }
  return pixels;
}
