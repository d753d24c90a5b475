import { sampleBytes, type RawSamples, type SampleType } from './volume-file.ts';
import type { VoxelArray, VoxelType } from '../volume/volume.ts';

/** Samples as a voxel array: 16-bit integers stay, wider ones shrink where exact, else float32. */
export function toVoxels(raw: RawSamples): { voxelType: VoxelType; voxels: VoxelArray } {
  const { type } = raw;
  const count = Math.floor(raw.bytes.length / sampleBytes[type]);
  const bytes = littleEndianCopy(raw, count * sampleBytes[type]);
  switch (type) {
    case 'uint8':
      return { voxelType: 'uint8', voxels: new Uint8Array(bytes) };
    case 'int16':
      return { voxelType: 'int16', voxels: new Int16Array(bytes) };
    case 'uint16':
      return { voxelType: 'uint16', voxels: new Uint16Array(bytes) };
    case 'float32':
      return { voxelType: 'float32', voxels: new Float32Array(bytes) };
    case 'int8':
      return { voxelType: 'int16', voxels: Int16Array.from(new Int8Array(bytes)) };
    default:
      return narrowed(wideView(type, bytes));
  }
}

type Wide = Int32Array | Uint32Array | Float64Array | BigInt64Array | BigUint64Array;

function wideView(type: SampleType, bytes: ArrayBuffer): Wide {
  if (type === 'int32') return new Int32Array(bytes);
  if (type === 'uint32') return new Uint32Array(bytes);
  if (type === 'int64') return new BigInt64Array(bytes);
  if (type === 'uint64') return new BigUint64Array(bytes);
  return new Float64Array(bytes);
}

function narrowed(wide: Wide): { voxelType: VoxelType; voxels: VoxelArray } {
  let whole = true;
  let low = Infinity;
  let high = -Infinity;
  for (let n = 0; n < wide.length; n++) {
    const value = Number(wide[n]);
    if (!Number.isInteger(value)) whole = false;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const values = (array: Int16Array | Uint16Array | Float32Array) => {
    for (let n = 0; n < wide.length; n++) array[n] = Number(wide[n]);
    return array;
  };
  if (whole && low >= -32768 && high <= 32767) {
    return { voxelType: 'int16', voxels: values(new Int16Array(wide.length)) };
  }
  if (whole && low >= 0 && high <= 65535) {
    return { voxelType: 'uint16', voxels: values(new Uint16Array(wide.length)) };
  }
  return { voxelType: 'float32', voxels: values(new Float32Array(wide.length)) };
}

/** A copy that starts on its own buffer, so that any typed array may view it. */
function littleEndianCopy({ bytes, type, bigEndian }: RawSamples, length: number): ArrayBuffer {
  const buffer = new ArrayBuffer(length);
  const copy = Buffer.from(buffer);
  copy.set(bytes.subarray(0, length));
  const size = sampleBytes[type];
  if (bigEndian && size === 2) copy.swap16();
  if (bigEndian && size === 4) copy.swap32();
  if (bigEndian && size === 8) copy.swap64();
  return buffer;
}
