import { SparrowError } from '../messages/sparrow-error.ts';
import { inflate } from './inflate.ts';
import { parseNrrdHeader, type NrrdHeader } from './nrrd-header.ts';
import { sampleBytes, type RawVolume, type VolumeFileInput } from './volume-file.ts';

/** True for any version of NRRD. */
export function isNrrd(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1').startsWith('NRRD000');
}

/**
 * Reads NRRD, raw or gzip, attached or with a detached header. One axis without a place in space
 * (time, a list) becomes the phases, wherever it stands. Throws SparrowError formats/* or
 * dicom/truncated.
 */
export async function readNrrd({ name, bytes, sibling }: VolumeFileInput): Promise<RawVolume> {
  const header = parseNrrdHeader(name, bytes);
  const needed = header.sizes.reduce((n, d) => n * d, 1) * sampleBytes[header.type];
  const stored =
    header.dataFile === null
      ? bytes.subarray(header.end)
      : await sibling?.(header.dataFile.replace(/^\.\//, ''));
  if (!stored) {
    throw new SparrowError('formats/missing-data-file', {
      file: name,
      data: header.dataFile ?? '',
    });
  }
  const data = await unpack(header, stored, needed, name);
  const { order, listAxis } = header;
  const size = (n: number) => (order[n] === undefined ? 1 : header.sizes[order[n]]!);
  const phases = listAxis === null ? 1 : header.sizes[listAxis]!;
  const first = listAxis === 0 && phases > 1;
  return {
    format: 'NRRD',
    file: name,
    dims: [size(0), size(1), size(2)],
    phases,
    stepsLps: header.stepsLps,
    originLps: header.originLps,
    oriented: header.oriented,
    samples: {
      type: header.type,
      bigEndian: header.bigEndian,
      bytes: first ? phasesLast(data.subarray(0, needed), phases, sampleBytes[header.type]) : data,
    },
    slope: 1,
    intercept: 0,
    description: header.content,
    phaseTimesMs: null,
    companions: header.dataFile === null ? [] : [header.dataFile],
  };
}

async function unpack(
  header: NrrdHeader,
  stored: Uint8Array,
  needed: number,
  file: string,
): Promise<Uint8Array> {
  const { byteSkip, lineSkip, encoding } = header;
  let start = 0;
  for (let line = 0; line < lineSkip; line++) start = stored.indexOf(10, start) + 1;
  if (encoding === 'raw') {
    return byteSkip === -1
      ? stored.subarray(Math.max(0, stored.length - needed))
      : stored.subarray(start + byteSkip);
  }
  try {
    const skip = Math.max(0, byteSkip);
    const data = await inflate(stored.subarray(start), 'gzip', needed + skip);
    return data.subarray(skip);
  } catch (error) {
    const reason = (error as Error).message;
    throw new SparrowError('formats/damaged', { file, format: 'NRRD', reason }, { cause: error });
  }
}

/** Samples whose phases run fastest, put phase after phase. */
function phasesLast(data: Uint8Array, phases: number, size: number): Uint8Array {
  const voxels = data.length / (phases * size);
  const out = new Uint8Array(data.length);
  for (let phase = 0; phase < phases; phase++) {
    for (let n = 0; n < voxels; n++) {
      const from = (n * phases + phase) * size;
      const to = (phase * voxels + n) * size;
      for (let b = 0; b < size; b++) out[to + b] = data[from + b]!;
    }
  }
  return out;
}
