import * as nifti from 'nifti-reader-js';
import { SparrowError } from '../messages/sparrow-error.ts';
import { inflate } from './inflate.ts';
import {
  sampleBytes,
  type RawVolume,
  type SampleType,
  type VolumeFileInput,
} from './volume-file.ts';

type Header = nifti.NIFTI1 | nifti.NIFTI2;
type Row = readonly [number, number, number];

/** NIfTI data type codes that hold one number per voxel. */
const sampleTypes: Readonly<Record<number, SampleType>> = {
  2: 'uint8',
  4: 'int16',
  8: 'int32',
  16: 'float32',
  64: 'float64',
  256: 'int8',
  512: 'uint16',
  768: 'uint32',
  1024: 'int64',
  1280: 'uint64',
};

/** Bytes of the longer (NIfTI-2) header with its extension flag. */
const headerBytes = 544;

/** True for a NIfTI-1 or -2 header, single file or pair, in either byte order. */
export function isNifti(bytes: Uint8Array): boolean {
  return bytes.length >= 348 && nifti.isNIFTI(ownBuffer(bytes.subarray(0, headerBytes)), true);
}

/**
 * Reads NIfTI-1 and -2 (.nii, .nii.gz, .hdr with .img). The sform counts before the qform, as in
 * most software; RAS becomes LPS. Throws SparrowError formats/* or dicom/truncated.
 */
export async function readNifti({ name, bytes, sibling }: VolumeFileInput): Promise<RawVolume> {
  const data = await unpacked(name, bytes);
  const header = readHeader(name, data);
  const type = sampleTypes[header.datatypeCode];
  const { dims } = header;
  const dim = (n: number) => (n <= dims[0]! ? Math.max(1, dims[n]!) : 1);
  if (type === undefined) {
    throw unsupported(name, `voxel type ${header.datatypeCode}`);
  }
  if ([5, 6, 7].some((n) => dim(n) > 1)) throw unsupported(name, 'more than four dimensions');
  const phases = dim(4);
  const pair = header.magic.startsWith('ni1') || header.magic.startsWith('ni2');
  const imgName = name.replace(/\.hdr(\.gz)?$/i, '.img');
  const voxels = pair ? await sibling?.(imgName) : data.subarray(header.vox_offset);
  if (!voxels) throw new SparrowError('formats/missing-data-file', { file: name, data: imgName });
  const { rows, oriented } = affine(header, data);
  const column = (c: number): Row => [-rows[0]![c]!, -rows[1]![c]!, rows[2]![c]!];
  return {
    format: 'NIfTI',
    file: name,
    dims: [dim(1), dim(2), dim(3)],
    phases,
    stepsLps: [column(0), column(1), column(2)],
    originLps: column(3),
    oriented,
    samples: { type, bigEndian: !header.littleEndian, bytes: voxels },
    slope: header.scl_slope === 0 || !Number.isFinite(header.scl_slope) ? 1 : header.scl_slope,
    intercept: header.scl_slope !== 0 && Number.isFinite(header.scl_inter) ? header.scl_inter : 0,
    description: text(header.description),
    phaseTimesMs: phaseTimes(header, phases),
    companions: pair ? [imgName] : [],
  };
}

async function unpacked(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await inflate(bytes, 'gzip', (head) =>
      head.length < headerBytes ? null : wholeSize(readHeader(name, head)),
    );
  } catch (error) {
    if (error instanceof SparrowError) throw error;
    throw damaged(name, (error as Error).message);
  }
}

function wholeSize(header: Header): number {
  const type = sampleTypes[header.datatypeCode];
  const count = header.dims.slice(1, 1 + header.dims[0]!).reduce((n, d) => n * Math.max(1, d), 1);
  return header.vox_offset + count * (type === undefined ? 16 : sampleBytes[type]);
}

function readHeader(name: string, data: Uint8Array): Header {
  if (!isNifti(data)) throw damaged(name, 'its header is not one of NIfTI');
  const header = nifti.readHeader(ownBuffer(data.subarray(0, headerBytes)), true);
  const rank = header.dims[0]!;
  const sizes = header.dims.slice(1, 1 + rank);
  if (rank < 1 || rank > 7 || sizes.some((d) => d < 0 || d > 65535)) {
    throw damaged(name, 'its size makes no sense');
  }
  if (!(header.vox_offset >= 0 && header.vox_offset < 2 ** 31)) {
    throw damaged(name, 'its voxels start nowhere');
  }
  return header;
}

/** Three rows of four, RAS millimetres; from sform, else qform, else voxel sizes alone. */
function affine(header: Header, data: Uint8Array): { rows: number[][]; oriented: boolean } {
  if (header.sform_code > 0) {
    const two = header instanceof nifti.NIFTI2;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const little = header.littleEndian;
    const at = (n: number) =>
      two ? view.getFloat64(400 + 8 * n, little) : view.getFloat32(280 + 4 * n, little);
    const rows = [0, 4, 8].map((row) => [0, 1, 2, 3].map((c) => at(row + c)));
    return { rows, oriented: true };
  }
  if (header.qform_code > 0) return { rows: header.affine, oriented: true };
  // Without any code columns run to the patient's left, as the Analyze format has them.
  const [, x = 1, y = 1, z = 1] = header.pixDims.map((size) => Math.abs(size) || 1);
  const size = (n: number) => Math.max(1, header.dims[n]!) - 1;
  const rows = [
    [-x, 0, 0, (x * size(1)) / 2],
    [0, y, 0, (-y * size(2)) / 2],
    [0, 0, z, (-z * size(3)) / 2],
  ];
  return { rows, oriented: false };
}

/** Times from the fourth voxel size, when its unit is a time. */
function phaseTimes(header: Header, phases: number): number[] | null {
  const toMs = { 8: 1000, 16: 1, 24: 0.001 }[header.xyzt_units & 0x38];
  const step = (header.pixDims[4] ?? 0) * (toMs ?? 0);
  return phases > 1 && step > 0 ? Array.from({ length: phases }, (_, n) => n * step) : null;
}

/** A copy in a buffer of its own, as the library wants it. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

const text = (value: string) => value.replace(/\0[^]*$/, '').trim();

const damaged = (file: string, reason: string) =>
  new SparrowError('formats/damaged', { file, format: 'NIfTI', reason });
const unsupported = (file: string, reason: string) =>
  new SparrowError('formats/unsupported', { file, format: 'NIfTI', reason });
