import type { Checkpoint } from '../../../models/runtime/protocol.ts';
import { breathe } from './pace.ts';

/** What a checkpoint belongs to: under other weights or another input it would be nonsense. */
export interface CheckpointOwner {
  weightsSha256: string;
  inputSha256: string;
}

interface Header extends CheckpointOwner {
  sample: number;
  stepsDone: number;
  /** Lengths of x, sum and sumSquares; null where absent. */
  lengths: [number, number | null, number | null];
}

const headerBytes = 512;

/** Copied between two breaths of the engine. */
const sliceBytes = 4 * 1024 * 1024;

/** Bytes of a checkpoint: a JSON header of 512 bytes, then the arrays, little-endian float32. */
export async function checkpointToBytes(
  checkpoint: Checkpoint,
  owner: CheckpointOwner,
): Promise<Uint8Array> {
  const { sample, stepsDone, x, sum, sumSquares } = checkpoint;
  const lengths: Header['lengths'] = [x.length, sum?.length ?? null, sumSquares?.length ?? null];
  const { weightsSha256, inputSha256 } = owner;
  const header: Header = { weightsSha256, inputSha256, sample, stepsDone, lengths };
  const arrays = [x, sum, sumSquares].filter((array) => array !== null);
  const total = arrays.reduce((bytes, array) => bytes + array.byteLength, headerBytes);
  // Filled to the last byte below; clearing 64 MB first would hold the engine for 50 ms.
  const out = Buffer.allocUnsafeSlow(total);
  out.set(new TextEncoder().encode(JSON.stringify(header).padEnd(headerBytes)));
  let at = headerBytes;
  for (const array of arrays) {
    for (let from = 0; from < array.byteLength; from += sliceBytes) {
      const bytes = Math.min(sliceBytes, array.byteLength - from);
      out.set(new Uint8Array(array.buffer, array.byteOffset + from, bytes), at + from);
      await breathe();
    }
    at += array.byteLength;
  }
  return out;
}

/** The checkpoint again; null when it belongs to something else or is not whole. */
export function checkpointFromBytes(
  bytes: Uint8Array<ArrayBuffer>,
  owner: CheckpointOwner,
): Checkpoint | null {
  const header = readHeader(bytes);
  if (
    header === null ||
    header.weightsSha256 !== owner.weightsSha256 ||
    header.inputSha256 !== owner.inputSha256
  ) {
    return null;
  }
  const total = header.lengths.reduce<number>((sum, n) => sum + 4 * (n ?? 0), headerBytes);
  if (total !== bytes.byteLength) return null;
  let at = headerBytes;
  const take = (length: number | null) => {
    if (length === null) return null;
    const array = new Float32Array(bytes.slice(at, at + 4 * length).buffer);
    at += 4 * length;
    return array;
  };
  const [x, sum, sumSquares] = header.lengths;
  return {
    sample: header.sample,
    stepsDone: header.stepsDone,
    x: take(x) ?? new Float32Array(0),
    sum: take(sum),
    sumSquares: take(sumSquares),
  };
}

function readHeader(bytes: Uint8Array): Header | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(0, headerBytes))) as Header;
  } catch {
    return null;
  }
}
