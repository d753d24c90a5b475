import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { requireGrey } from '../volume/values.ts';
import type { VoxelGrid } from '../volume/volume.ts';

const typeCodes = { uint8: [2, 8], int16: [4, 16], uint16: [512, 16], float32: [16, 32] } as const;

export interface NiftiText {
  /** At most 79 bytes are kept. No patient data belong here. */
  readonly description?: string;
  /** Between phases, for 4D. */
  readonly phaseStepMs?: number;
}

/**
 * A single-file NIfTI-1 (.nii) of the grid: LPS becomes RAS, in both sform and qform ("scanner").
 * Throws SparrowError 'volume/not-grey' for colour, RangeError for dims above 32767.
 */
export function niftiBytes(grid: VoxelGrid, text: NiftiText = {}): Uint8Array<ArrayBuffer> {
  requireGrey(grid);
  const { dims, spacingMm, originMm, axes } = grid.geometry;
  if (dims.some((d) => d > 32767) || grid.phases > 32767)
    throw new RangeError('too large for NIfTI-1');
  const [code, bits] = typeCodes[grid.voxelType as keyof typeof typeCodes];
  const offset = 352;
  const bytes = new Uint8Array(offset + grid.voxels.byteLength);
  const view = new DataView(bytes.buffer);
  const float = (at: number, value: number) => view.setFloat32(at, value, true);
  view.setInt32(0, 348, true);
  const shape = [grid.phases > 1 ? 4 : 3, ...dims, grid.phases, 1, 1, 1];
  shape.forEach((d, n) => view.setInt16(40 + 2 * n, d, true));
  view.setInt16(70, code, true);
  view.setInt16(72, bits, true);
  // Directions of i, j, k in RAS; a left-handed grid needs the qfac sign.
  const ras = axes.map(([x, y, z]) => [-x, -y, z] as const);
  const hand = determinant(ras) < 0 ? -1 : 1;
  [hand, ...spacingMm, (text.phaseStepMs ?? 0) / 1000].forEach((p, n) => float(76 + 4 * n, p));
  float(108, offset);
  float(112, grid.rescaleSlope);
  float(116, grid.rescaleIntercept);
  view.setUint8(123, 2 | 8);
  const note = new TextEncoder().encode(text.description ?? '').subarray(0, 79);
  bytes.set(note, 148);
  view.setInt16(252, 1, true);
  view.setInt16(254, 1, true);
  const origin = [-originMm[0], -originMm[1], originMm[2]];
  quaternion(ras, hand).forEach((q, n) => float(256 + 4 * n, q));
  origin.forEach((o, n) => float(268 + 4 * n, o));
  for (const row of [0, 1, 2]) {
    for (const column of [0, 1, 2]) {
      float(280 + 16 * row + 4 * column, ras[column]![row]! * spacingMm[column]!);
    }
    float(280 + 16 * row + 12, origin[row]!);
  }
  bytes.set([0x6e, 0x2b, 0x31, 0], 344);
  const { voxels } = grid;
  bytes.set(new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength), offset);
  return bytes;
}

/** The same, gzip-packed (.nii.gz). */
export async function niftiGzBytes(
  grid: VoxelGrid,
  text: NiftiText = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await promisify(gzip)(niftiBytes(grid, text), { level: 4 }));
}

type Columns = readonly (readonly [number, number, number])[];

function determinant([a, b, c]: Columns): number {
  return (
    a![0] * (b![1] * c![2] - b![2] * c![1]) -
    a![1] * (b![0] * c![2] - b![2] * c![0]) +
    a![2] * (b![0] * c![1] - b![1] * c![0])
  );
}

/** b, c, d of the unit quaternion (a >= 0) of a rotation given by its columns. */
function quaternion(columns: Columns, hand: number): [number, number, number] {
  const m = (row: number, column: number) => columns[column]![row]! * (column === 2 ? hand : 1);
  const trace = m(0, 0) + m(1, 1) + m(2, 2);
  let q: [number, number, number, number];
  if (trace > 0) {
    const s = 2 * Math.sqrt(trace + 1);
    q = [s / 4, (m(2, 1) - m(1, 2)) / s, (m(0, 2) - m(2, 0)) / s, (m(1, 0) - m(0, 1)) / s];
  } else if (m(0, 0) > m(1, 1) && m(0, 0) > m(2, 2)) {
    const s = 2 * Math.sqrt(1 + m(0, 0) - m(1, 1) - m(2, 2));
    q = [(m(2, 1) - m(1, 2)) / s, s / 4, (m(0, 1) + m(1, 0)) / s, (m(0, 2) + m(2, 0)) / s];
  } else if (m(1, 1) > m(2, 2)) {
    const s = 2 * Math.sqrt(1 + m(1, 1) - m(0, 0) - m(2, 2));
    q = [(m(0, 2) - m(2, 0)) / s, (m(0, 1) + m(1, 0)) / s, s / 4, (m(1, 2) + m(2, 1)) / s];
  } else {
    const s = 2 * Math.sqrt(1 + m(2, 2) - m(0, 0) - m(1, 1));
    q = [(m(1, 0) - m(0, 1)) / s, (m(0, 2) + m(2, 0)) / s, (m(1, 2) + m(2, 1)) / s, s / 4];
  }
  const sign = q[0] < 0 ? -1 : 1;
  return [sign * q[1], sign * q[2], sign * q[3]];
}
