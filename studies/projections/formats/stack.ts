import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inflate } from '../../formats/inflate.ts';
import { metaImageFields, metaSampleTypes } from '../../formats/meta-image-header.ts';
import { toVoxels } from '../../formats/samples.ts';
import { sampleBytes } from '../../formats/volume-file.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { openRanges, rangesOf, type ByteRanges } from './byte-ranges.ts';
import type { FrameSource } from './frame-source.ts';
import type { ProjectionFile } from './projection-scan.ts';

/** No header is longer. */
const headBytes = 65536;
const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/**
 * A MetaImage stack of projections (.mha, or .mhd with its data file among `beside`) as RTK has
 * it: columns, rows from the feet up, views. Unpacked ones are read view by view. Throws
 * SparrowError 'projections/*' or 'formats/*'.
 */
export async function openStack(
  file: ProjectionFile,
  beside: readonly ProjectionFile[],
): Promise<FrameSource> {
  const name = basename(file.name);
  const own = await openRanges(file);
  try {
    const head = await own.read(0, headBytes);
    const { fields, end } = metaImageFields(name, head);
    const layout = stackLayout(name, fields);
    const needed = layout.viewBytes * layout.views;
    const local = layout.dataFile.toUpperCase() === 'LOCAL';
    const stored = local ? own : await dataBeside(file, layout.dataFile, beside);
    if (!local) await own.close();
    const from = local ? end : layout.headerSize === -1 ? stored.size - needed : layout.headerSize;
    const data = layout.packed ? await unpacked(name, stored, from, needed) : stored;
    const start = layout.packed ? 0 : from;
    const found = data.size - start;
    if (found < needed)
      throw new SparrowError('projections/cut-view', { file: name, found, needed });
    return {
      file: name,
      ...layout.picture,
      views: layout.views,
      firstRow: 'feet',
      whole: !layout.type.startsWith('float'),
      fileOf: () => name,
      frame: async (view) => {
        const bytes = await data.read(start + view * layout.viewBytes, layout.viewBytes);
        return toVoxels({ type: layout.type, bigEndian: layout.bigEndian, bytes }).voxels;
      },
      close: () => stored.close(),
    };
  } catch (error) {
    await own.close();
    throw error;
  }
}

function stackLayout(name: string, fields: ReadonlyMap<string, string>) {
  const value = (...keys: string[]) =>
    keys.map((key) => fields.get(key)).find((found) => found !== undefined) ?? '';
  const numbers = (...keys: string[]) =>
    value(...keys)
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  const flag = (...keys: string[]) => /^(true|1|yes)$/i.test(value(...keys));
  const sizes = numbers('dimsize');
  const kind = value('elementtype').toUpperCase();
  const type = metaSampleTypes[kind];
  if (type === undefined || Number(value('elementnumberofchannels') || 1) !== 1) {
    const stored = type === undefined ? kind || 'an unknown type' : 'several values each';
    throw new SparrowError('projections/unsupported-pixels', { file: name, kind: stored });
  }
  if (sizes.length !== 3 || !sizes.every((size) => Number.isInteger(size) && size > 0)) {
    const reason = 'a stack has columns, rows and views';
    throw new SparrowError('projections/damaged-view', { file: name, format: 'MetaImage', reason });
  }
  const matrix = numbers('transformmatrix', 'rotation', 'orientation');
  if (matrix.length > 0 && identity.some((one, n) => Math.abs(one - matrix[n]!) > 1e-6)) {
    throw new SparrowError('projections/turned-stack', { file: name });
  }
  const compression = value('compresseddatatype', 'compressiontype');
  if (flag('compresseddata') && compression !== '' && !/^zlib$/i.test(compression)) {
    throw new SparrowError('projections/unknown-compression', { file: name, kind: compression });
  }
  const [columns, rows, views] = sizes as [number, number, number];
  const spacing = numbers('elementspacing', 'elementsize');
  const origin = numbers('offset', 'position', 'origin');
  const pixelMm = [spacing[0] ?? 1, spacing[1] ?? 1] as const;
  const middle = (axis: 0 | 1) => (origin[axis] ?? 0) + ((sizes[axis]! - 1) / 2) * pixelMm[axis];
  return {
    picture: { columns, rows, pixelMm, middleMm: [middle(0), middle(1)] as const },
    views,
    type,
    viewBytes: columns * rows * sampleBytes[type],
    bigEndian: flag('binarydatabyteordermsb', 'elementbyteordermsb'),
    packed: flag('compresseddata'),
    headerSize: Number(value('headersize') || 0),
    dataFile: value('elementdatafile'),
  };
}

async function dataBeside(
  file: ProjectionFile,
  data: string,
  beside: readonly ProjectionFile[],
): Promise<ByteRanges> {
  const name = basename(file.name);
  if (/^list\b|%/i.test(data)) {
    const reason = 'its views lie in a list of files';
    throw new SparrowError('formats/unsupported', { file: name, format: 'MetaImage', reason });
  }
  const found = beside.find((other) => basename(other.name) === basename(data));
  if (found) return openRanges(found);
  const missing = new SparrowError('formats/missing-data-file', { file: name, data });
  if (file.path !== null) {
    const path = join(dirname(file.path), basename(data));
    const name = basename(data);
    return openRanges({ name, path, bytes: () => readFile(path) }).catch(() => {
      throw missing;
    });
  }
  const bytes = await file.sibling?.(basename(data));
  if (!bytes) throw missing;
  return rangesOf(bytes);
}

async function unpacked(
  file: string,
  stored: ByteRanges,
  from: number,
  needed: number,
): Promise<ByteRanges> {
  const packed = await stored.read(from, stored.size - from);
  const bytes = await inflate(packed, 'zlib', needed).catch((error: Error) => {
    const params = { file, format: 'MetaImage', reason: error.message };
    throw new SparrowError('projections/damaged-view', params);
  });
  return rangesOf(bytes);
}
