import { SparrowError } from '../messages/sparrow-error.ts';
import { inflate } from './inflate.ts';
import { metaImageFields, metaSampleTypes } from './meta-image-header.ts';
import { sampleBytes, type RawVolume, type VolumeFileInput } from './volume-file.ts';

/** True for a MetaImage header: text with its key words near the start. */
export function isMetaImage(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  return /^\s*(ObjectType|NDims|Comment)\s*=/.test(head) && /NDims\s*=/.test(head);
}

/**
 * Reads MetaImage (.mha, or .mhd with its data file), raw or zlib-packed. Axes are LPS already.
 * Throws SparrowError formats/* or dicom/truncated.
 */
export async function readMetaImage({ name, bytes, sibling }: VolumeFileInput): Promise<RawVolume> {
  const { fields, end } = metaImageFields(name, bytes);
  const value = (...keys: string[]) =>
    keys.map((key) => fields.get(key.toLowerCase())).find((found) => found !== undefined);
  const numbers = (...keys: string[]) =>
    value(...keys)
      ?.split(/\s+/)
      .map(Number);
  const flag = (...keys: string[]) => /^(true|1|yes)$/i.test(value(...keys) ?? '');

  const rank = Number(value('NDims'));
  const sizes = numbers('DimSize') ?? [];
  const type = metaSampleTypes[(value('ElementType') ?? '').toUpperCase()];
  if (![2, 3, 4].includes(rank) || sizes.length < rank) throw damaged(name, 'it has no size');
  if (type === undefined)
    throw unsupported(name, `voxel type ${value('ElementType') ?? 'unknown'}`);
  if (Number(value('ElementNumberOfChannels') ?? 1) !== 1) {
    throw unsupported(name, 'several values per voxel');
  }
  const spacing = numbers('ElementSpacing', 'ElementSize') ?? [];
  const origin = numbers('Offset', 'Position', 'Origin') ?? [];
  const matrix = numbers('TransformMatrix', 'Rotation', 'Orientation');
  const step = (axis: number): [number, number, number] => {
    const size = spacing[axis] ?? 1;
    const direction = (c: number) =>
      matrix && axis < rank && c < rank ? matrix[axis * rank + c]! : axis === c ? 1 : 0;
    return [size * direction(0), size * direction(1), size * direction(2)];
  };
  const count = sizes.slice(0, rank).reduce((n, d) => n * d, 1);
  const dataFile = value('ElementDataFile') ?? '';
  const local = dataFile.toUpperCase() === 'LOCAL';
  const stored = local ? bytes.subarray(end) : await dataBeside(name, dataFile, sibling);
  const packed = flag('CompressedData');
  const needed = count * sampleBytes[type];
  const skip = Number(value('HeaderSize') ?? 0);
  const data = packed
    ? await inflate(stored, 'zlib', needed).catch((error: Error) => {
        throw damaged(name, error.message);
      })
    : skip === -1
      ? stored.subarray(Math.max(0, stored.length - needed))
      : stored.subarray(Math.max(0, skip));
  return {
    format: 'MetaImage',
    file: name,
    dims: [sizes[0]!, sizes[1]!, rank > 2 ? sizes[2]! : 1],
    phases: rank > 3 ? sizes[3]! : 1,
    stepsLps: [step(0), step(1), step(2)],
    originLps: [origin[0] ?? 0, origin[1] ?? 0, rank > 2 ? (origin[2] ?? 0) : 0],
    oriented: true,
    samples: {
      type,
      bigEndian: flag('BinaryDataByteOrderMSB', 'ElementByteOrderMSB'),
      bytes: data,
    },
    slope: 1,
    intercept: 0,
    description: value('Name') ?? '',
    phaseTimesMs: null,
    companions: local ? [] : [dataFile],
  };
}

async function dataBeside(
  file: string,
  data: string,
  sibling: VolumeFileInput['sibling'],
): Promise<Uint8Array> {
  if (/^list\b|%/i.test(data)) throw unsupported(file, 'voxels in several files');
  const found = await sibling?.(data);
  if (!found) throw new SparrowError('formats/missing-data-file', { file, data });
  return found;
}

const damaged = (file: string, reason: string) =>
  new SparrowError('formats/damaged', { file, format: 'MetaImage', reason });
const unsupported = (file: string, reason: string) =>
  new SparrowError('formats/unsupported', { file, format: 'MetaImage', reason });
