import { viewOf, type Projections } from '../../../tomography/projections.ts';
import type { ProjectionFile } from '../projection-scan.ts';
import { memoryFile } from './memory-file.ts';

/** Whole-number intensities of one view in file order (rows from the feet), for an I0. */
export function intensities(
  projections: Projections,
  view: number,
  unattenuated: number,
): number[] {
  const { detectorColumns: us, detectorRows: vs } = projections.geometry;
  const line = viewOf(projections, view);
  return Array.from({ length: us * vs }, (_, n) => {
    const [row, column] = [Math.floor(n / us), n % us];
    return Math.round(unattenuated * Math.exp(-line[column * vs + row]!));
  });
}

/** A .hnc by its published layout. */
export function hncBytes(
  columns: number,
  rows: number,
  pixels: readonly number[],
  fields: { angle: number; chamber?: number; lateralCm?: number; pixelMm?: number },
): Uint8Array {
  const bytes = Buffer.alloc(512 + 2 * columns * rows);
  bytes.write('VARIAN_VA_INTERNAL_1.0', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 32);
  bytes.writeUInt32LE(columns, 120);
  bytes.writeUInt32LE(rows, 124);
  bytes.writeDoubleLE(100, 176);
  bytes.writeDoubleLE(150, 184);
  bytes.writeDoubleLE(fields.lateralCm ?? 0, 288);
  bytes.writeDoubleLE(fields.pixelMm ?? 4, 352);
  bytes.writeDoubleLE(fields.pixelMm ?? 4, 360);
  bytes.writeDoubleLE(fields.angle, 432);
  bytes.writeDoubleLE(fields.chamber ?? 0, 440);
  pixels.forEach((pixel, n) => bytes.writeUInt16LE(pixel, 512 + 2 * n));
  return bytes;
}

/** A .xim by its published layout, packed unless told otherwise. */
export function ximBytes(
  columns: number,
  rows: number,
  pixels: readonly number[],
  properties: Readonly<Record<string, number | string | readonly number[]>>,
  compression = 1,
): Uint8Array {
  const int = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  };
  const head = [Buffer.from('VMS.XI\0\0'), int(3), int(columns), int(rows), int(32), int(4)];
  const data = compression === 1 ? packed(columns, pixels) : [Buffer.concat(pixels.map(int))];
  const blocks = data.flatMap((block) => [int(block.length), block]);
  const unpackedSize = compression === 1 ? [int(4 * pixels.length)] : [];
  const histogram = [int(3), int(1), int(2), int(3)];
  const entries = Object.entries(properties).map(([key, value]) => {
    const name = [int(key.length), Buffer.from(key)];
    if (typeof value === 'string') {
      return Buffer.concat([...name, int(2), int(value.length), Buffer.from(value)]);
    }
    const list = typeof value === 'number' ? [value] : value;
    const doubles = Buffer.from(Float64Array.from(list).buffer);
    const kind = typeof value === 'number' ? [int(1)] : [int(4), int(doubles.length)];
    return Buffer.concat([...name, ...kind, doubles]);
  });
  const all = [...head, int(compression), ...blocks, ...unpackedSize, ...histogram];
  return Buffer.concat([...all, int(entries.length), ...entries]);
}

/** The table of sizes, and first row, one pixel and differences. */
function packed(columns: number, pixels: readonly number[]): [Buffer, Buffer] {
  const plain = columns + 1;
  const differences = pixels.slice(plain).map((pixel, k) => {
    const n = k + plain;
    return pixel - pixels[n - 1]! - pixels[n - columns]! + pixels[n - columns - 1]!;
  });
  const table = Buffer.alloc(Math.ceil(differences.length / 4));
  const data = Buffer.alloc(4 * pixels.length);
  let at = 0;
  for (const pixel of pixels.slice(0, plain)) at = data.writeInt32LE(pixel, at);
  differences.forEach((difference, k) => {
    const code = Math.abs(difference) < 128 ? 0 : Math.abs(difference) < 32768 ? 1 : 2;
    table[k >> 2]! |= code << (2 * (k & 3));
    at = data.writeIntLE(difference, at, 1 << code);
  });
  return [table, data.subarray(0, at)];
}

/** A .his by its published layout; `pixels` are intensities of 65536. */
export function hisBytes(columns: number, rows: number, pixels: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(100 + 2 * columns * rows);
  bytes.set([0, 0x70, 68, 0], 0);
  bytes.writeUInt16LE(32, 10);
  bytes.writeUInt16LE(1, 12);
  bytes.writeUInt16LE(1, 14);
  bytes.writeUInt16LE(rows, 16);
  bytes.writeUInt16LE(columns, 18);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(4, 32);
  pixels.forEach((pixel, n) => bytes.writeUInt16LE(Math.min(65534, 65536 - pixel), 100 + 2 * n));
  return bytes;
}

/** XVI's list of frames. */
export function framesXml(
  frames: readonly { seq: number; angle: number; centre: readonly [number, number] }[],
): ProjectionFile {
  const lines = frames.map(
    ({ seq, angle, centre: [u, v] }) =>
      `<Frame><Seq>${seq}</Seq><GantryAngle>${angle}</GantryAngle><UCentre>${u}</UCentre><VCentre>${v}</VCentre></Frame>`,
  );
  const text = `<?xml version="1.0"?><ImageSet><Frames>${lines.join('\n')}</Frames></ImageSet>`;
  return memoryFile('scan/_Frames.xml', text);
}
