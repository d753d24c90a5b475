import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { openRanges } from './byte-ranges.ts';
import { requireBytes, requireSize, type FileView } from './file-frames.ts';
import type { ProjectionFile } from './projection-scan.ts';

/** Length of the fixed header; one of stated length follows, and then the pixels. */
const headerBytes = 68;
/** Two bytes of mark (0x7000), two of the header's own length. */
const mark = [0, 0x70, headerBytes, 0];
/** The code for unsigned 16-bit pixels. */
const sixteenBits = 4;
/** The panel is a square of this side, whatever its mode. */
const panelMm = 409.6;

/** Full light: the readout is what is missing from it. */
export const hisUnattenuated = 65536;

export interface HisView extends FileView {
  readonly dataFrom: number;
}

/** Reads a .his header (Heimann, PerkinElmer). Throws SparrowError 'projections/*'. */
export async function readHisHeader(file: ProjectionFile): Promise<HisView> {
  const name = basename(file.name);
  const ranges = await openRanges(file);
  try {
    const bytes = await ranges.read(0, headerBytes);
    if (bytes.length === 0 || mark.some((byte, n) => bytes[n] !== byte)) {
      const reason = 'it does not begin as one';
      throw new SparrowError('projections/damaged-view', { file: name, format: 'HIS', reason });
    }
    requireBytes(name, bytes.length, headerBytes);
    const word = (place: number) => bytes[place]! | (bytes[place + 1]! << 8);
    const columns = word(18) - word(14) + 1;
    const rows = word(16) - word(12) + 1;
    requireSize(name, 'HIS', columns, rows);
    if (word(20) > 1) {
      const reason = 'it holds several frames';
      throw new SparrowError('projections/damaged-view', { file: name, format: 'HIS', reason });
    }
    const kind = word(32);
    if (kind !== sixteenBits) {
      throw new SparrowError('projections/unsupported-pixels', {
        file: name,
        kind: `type ${kind}`,
      });
    }
    const dataFrom = headerBytes + word(10);
    requireBytes(name, ranges.size - dataFrom, 2 * columns * rows);
    return { file, columns, rows, pixelMm: [panelMm / columns, panelMm / rows], dataFrom };
  } finally {
    await ranges.close();
  }
}

/**
 * Intensities of a .his: what the readout leaves of 65536. The lowest and the highest readout are
 * no measurements (saturated and dead pixels); both count as full light, as in RTK.
 */
export async function readHisPixels(view: HisView): Promise<Float32Array> {
  const { file, columns, rows, dataFrom } = view;
  const bytes = await file.bytes();
  requireBytes(basename(file.name), bytes.length - dataFrom, 2 * columns * rows);
  const data = new DataView(bytes.buffer, bytes.byteOffset + dataFrom);
  return Float32Array.from({ length: columns * rows }, (_, n) => {
    const readout = data.getUint16(2 * n, true);
    return readout === 0 || readout === 65535 ? hisUnattenuated - 1 : hisUnattenuated - readout;
  });
}
