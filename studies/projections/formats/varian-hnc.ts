import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { openRanges } from './byte-ranges.ts';
import { requireBytes, requireSize } from './file-frames.ts';
import type { ProjectionFile } from './projection-scan.ts';

/** Length of the header; pixels follow as unsigned 16-bit integers, little-endian. */
export const hncHeaderBytes = 512;

/** Where the header keeps what Sparrow reads. Numbers are little-endian. */
const places = {
  columns: 120,
  rows: 124,
  sourceAxis: 176,
  sourceDetector: 184,
  panelLateral: 288,
  pixelX: 352,
  pixelY: 360,
  angle: 432,
  chamber: 440,
} as const;

export interface HncView {
  readonly file: ProjectionFile;
  readonly columns: number;
  readonly rows: number;
  readonly pixelMm: readonly [u: number, v: number];
  readonly angleDeg: number;
  /** As stored; 0 where the header has none. */
  readonly sourceAxis: number;
  readonly sourceDetector: number;
  readonly panelLateral: number;
  readonly chamber: number;
}

/** Reads a .hnc header. Throws SparrowError 'projections/damaged-view' or 'cut-view'. */
export async function readHncHeader(file: ProjectionFile): Promise<HncView> {
  const name = basename(file.name);
  const ranges = await openRanges(file);
  try {
    const bytes = await ranges.read(0, hncHeaderBytes);
    requireBytes(name, bytes.length, hncHeaderBytes);
    const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const double = (place: number) => header.getFloat64(place, true);
    const columns = header.getUint32(places.columns, true);
    const rows = header.getUint32(places.rows, true);
    requireSize(name, 'HNC', columns, rows);
    requireBytes(name, ranges.size - hncHeaderBytes, 2 * columns * rows);
    const pixelMm = [double(places.pixelX), double(places.pixelY)] as const;
    const angleDeg = double(places.angle);
    if (!pixelMm.every((size) => size > 0 && size < 100) || !Number.isFinite(angleDeg)) {
      const reason = 'its pixel size or angle makes no sense';
      throw new SparrowError('projections/damaged-view', { file: name, format: 'HNC', reason });
    }
    return {
      file,
      columns,
      rows,
      pixelMm,
      angleDeg,
      sourceAxis: double(places.sourceAxis),
      sourceDetector: double(places.sourceDetector),
      panelLateral: double(places.panelLateral),
      chamber: double(places.chamber),
    };
  } finally {
    await ranges.close();
  }
}

/** The pixels of a .hnc. */
export async function readHncPixels({ file, columns, rows }: HncView): Promise<Uint16Array> {
  const bytes = await file.bytes();
  requireBytes(basename(file.name), bytes.length - hncHeaderBytes, 2 * columns * rows);
  const view = new DataView(bytes.buffer, bytes.byteOffset + hncHeaderBytes);
  return Uint16Array.from({ length: columns * rows }, (_, n) => view.getUint16(2 * n, true));
}
