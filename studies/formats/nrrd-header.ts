import { SparrowError } from '../messages/sparrow-error.ts';
import type { SampleType } from './volume-file.ts';

/** Every spelling of the NRRD type field. */
const sampleTypes: Readonly<Record<string, SampleType>> = Object.fromEntries(
  Object.entries({
    int8: ['signed char', 'int8', 'int8_t'],
    uint8: ['uchar', 'unsigned char', 'uint8', 'uint8_t'],
    int16: ['short', 'short int', 'signed short', 'signed short int', 'int16', 'int16_t'],
    uint16: ['ushort', 'unsigned short', 'unsigned short int', 'uint16', 'uint16_t'],
    int32: ['int', 'signed int', 'int32', 'int32_t'],
    uint32: ['uint', 'unsigned int', 'uint32', 'uint32_t'],
    int64: ['longlong', 'long long', 'long long int', 'signed long long', 'int64', 'int64_t'],
    uint64: ['ulonglong', 'unsigned long long', 'unsigned long long int', 'uint64', 'uint64_t'],
    float32: ['float'],
    float64: ['double'],
  }).flatMap(([type, names]) => names.map((name) => [name, type as SampleType])),
);

type Row = readonly [number, number, number];

export interface NrrdHeader {
  readonly sizes: readonly number[];
  readonly type: SampleType;
  readonly bigEndian: boolean;
  readonly encoding: 'raw' | 'gzip';
  /** Base name of the data file; null when the data follow the header. */
  readonly dataFile: string | null;
  readonly byteSkip: number;
  readonly lineSkip: number;
  /** File axes that lie in space, fastest first. */
  readonly order: readonly number[];
  /** The file axis that does not. */
  readonly listAxis: number | null;
  readonly stepsLps: readonly [Row, Row, Row];
  readonly originLps: Row;
  readonly oriented: boolean;
  readonly content: string;
  /** Where attached data begin. */
  readonly end: number;
}

/** Reads the text header. Throws SparrowError formats/damaged or formats/unsupported. */
export function parseNrrdHeader(file: string, bytes: Uint8Array): NrrdHeader {
  const { fields, end } = parseFields(bytes);
  const field = (...names: string[]) =>
    names.map((name) => fields.get(name)).find((value) => value !== undefined);
  const fail = (code: 'formats/damaged' | 'formats/unsupported', reason: string) =>
    new SparrowError(code, { file, format: 'NRRD', reason });

  const rank = Number(field('dimension'));
  const sizes = (field('sizes') ?? '').split(/\s+/).map(Number);
  const typeName = (field('type') ?? '').toLowerCase();
  const type = sampleTypes[typeName];
  const encoding = encodings[(field('encoding') ?? 'raw').toLowerCase()];
  const dataFile = field('data file', 'datafile') ?? null;
  if (!(rank >= 2 && rank <= 4)) throw fail('formats/unsupported', `${rank || 'no'} dimensions`);
  if (sizes.length !== rank || !sizes.every((size) => Number.isInteger(size) && size > 0)) {
    throw fail('formats/damaged', 'its size makes no sense');
  }
  if (type === undefined) throw fail('formats/unsupported', `voxel type ${typeName || 'unknown'}`);
  if (encoding === undefined) throw fail('formats/unsupported', `encoding ${field('encoding')}`);
  if (dataFile !== null && /^list\b|%/i.test(dataFile)) {
    throw fail('formats/unsupported', 'voxels in several files');
  }

  const axes = vectors(field('space directions'));
  const kinds = (field('kinds') ?? '').toLowerCase().split(/\s+/);
  const listAxis = findListAxis(rank, axes, kinds);
  if (listAxis !== null && /vector|color|matrix|complex|quaternion/.test(kinds[listAxis] ?? '')) {
    throw fail('formats/unsupported', 'several values per voxel');
  }
  const order = sizes.map((_, axis) => axis).filter((axis) => axis !== listAxis);
  if (order.length > 3 || (listAxis !== null && listAxis !== 0 && listAxis !== rank - 1)) {
    throw fail('formats/unsupported', 'its axes stand in an order Sparrow does not know');
  }
  const spacings = (field('spacings') ?? '').split(/\s+/).map(Number);
  const toLps = spaceSigns(field('space'));
  const step = (n: number): Row => {
    const axis = order[n];
    const vector = axis === undefined ? null : axes?.[axis];
    if (vector) return [vector[0] * toLps[0], vector[1] * toLps[1], vector[2] * toLps[2]];
    const size = axis === undefined ? 1 : spacings[axis] || 1;
    return [n === 0 ? size : 0, n === 1 ? size : 0, n === 2 ? size : 0];
  };
  const origin = vectors(field('space origin'))?.[0] ?? [0, 0, 0];
  return {
    sizes,
    type,
    bigEndian: (field('endian') ?? 'little').toLowerCase() === 'big',
    encoding,
    dataFile,
    byteSkip: Number(field('byte skip', 'byteskip') ?? 0),
    lineSkip: Number(field('line skip', 'lineskip') ?? 0),
    order,
    listAxis,
    stepsLps: [step(0), step(1), step(2)],
    originLps: [origin[0] * toLps[0], origin[1] * toLps[1], origin[2] * toLps[2]],
    oriented: axes !== null && field('space') !== undefined,
    content: field('content') ?? '',
    end,
  };
}

const encodings: Readonly<Record<string, 'raw' | 'gzip'>> = {
  raw: 'raw',
  gzip: 'gzip',
  gz: 'gzip',
};

/** Lines up to the first empty one; comments and key/value pairs (":=") are passed over. */
function parseFields(bytes: Uint8Array): { fields: Map<string, string>; end: number } {
  const header = Buffer.from(bytes.subarray(0, 262_144)).toString('latin1');
  const stop = /\r?\n\r?\n/.exec(header);
  const fields = new Map<string, string>();
  for (const line of header
    .slice(0, stop?.index ?? header.length)
    .split(/\r?\n/)
    .slice(1)) {
    const match = /^([^#:]+): (.*)$/.exec(line);
    if (match) fields.set(match[1]!.trim().toLowerCase(), match[2]!.trim());
  }
  return { fields, end: stop ? stop.index + stop[0].length : bytes.length };
}

/** "(1,0,0) none (0,1,0)" as vectors; null for "none" or a vector that is not of three. */
function vectors(text: string | undefined): (Row | null)[] | null {
  if (text === undefined) return null;
  return [...text.matchAll(/none|\(([^)]*)\)/gi)].map(([, inside]) => {
    const parts = inside?.split(',').map(Number) ?? [];
    return parts.length === 3 && parts.every(Number.isFinite) ? (parts as unknown as Row) : null;
  });
}

function findListAxis(
  rank: number,
  axes: readonly (Row | null)[] | null,
  kinds: readonly string[],
): number | null {
  const bare = axes?.findIndex((axis) => axis === null) ?? -1;
  if (bare >= 0) return bare;
  const listed = kinds.findIndex((kind) => /^(list|time|.*vector|.*color|.*matrix)$/.test(kind));
  if (listed >= 0) return listed;
  return rank === 4 ? 3 : null;
}

/** Signs that bring the file's space to LPS; LPS is assumed where it is not named. */
function spaceSigns(space: string | undefined): Row {
  const name = (space ?? '').toLowerCase();
  const short = /^[lr][ap][si]/.test(name) ? name : initials(name);
  return [short[0] === 'r' ? -1 : 1, short[1] === 'a' ? -1 : 1, short[2] === 'i' ? -1 : 1];
}

const initials = (name: string) =>
  name
    .split('-')
    .map((word) => word[0] ?? '')
    .join('');
