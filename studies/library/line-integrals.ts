import { open, type FileHandle } from 'node:fs/promises';
import { SparrowError } from '../messages/sparrow-error.ts';
import { asLibraryError, errorCode } from './failures.ts';
import type { ProjectionsRecord } from './records.ts';

type Shape = Pick<ProjectionsRecord, 'views' | 'columns' | 'rows'>;

/** About what is read at once when a detector row is picked out of every view. */
const PIECE_BYTES = 8 * 2 ** 20;

export function viewPixels({ columns, rows }: Shape): number {
  return columns * rows;
}

/** Views of a file of float32 line integrals, one after the other. */
export async function readViews(
  path: string,
  shape: Shape,
  views: readonly number[] | undefined,
): Promise<Float32Array<ArrayBuffer>> {
  const wanted = views ?? Array.from({ length: shape.views }, (_, view) => view);
  const inside = wanted.every((view) => Number.isInteger(view) && view >= 0 && view < shape.views);
  if (!inside || wanted.length === 0) throw outside(shape);
  const pixels = viewPixels(shape);
  const target = new Float32Array(wanted.length * pixels);
  await withFile(path, shape, async (file) => {
    for (let n = 0; n < wanted.length;) {
      let next = n + 1;
      while (next < wanted.length && wanted[next] === wanted[next - 1]! + 1) next++;
      await fill(file, target.subarray(n * pixels, next * pixels), wanted[n]! * pixels * 4);
      n = next;
    }
  });
  return target;
}

/** One detector row of every view, [view][u]. Rows lie fastest, so every view is read. */
export async function readSinogram(
  path: string,
  shape: Shape,
  row: number,
): Promise<Float32Array<ArrayBuffer>> {
  if (!Number.isInteger(row) || row < 0 || row >= shape.rows) throw outside(shape);
  const pixels = viewPixels(shape);
  const sinogram = new Float32Array(shape.views * shape.columns);
  const step = Math.max(1, Math.floor(PIECE_BYTES / (pixels * 4)));
  const piece = new Float32Array(step * pixels);
  await withFile(path, shape, async (file) => {
    for (let view = 0; view < shape.views; view += step) {
      const count = Math.min(step, shape.views - view);
      await fill(file, piece.subarray(0, count * pixels), view * pixels * 4);
      for (let ray = 0; ray < count * shape.columns; ray++) {
        sinogram[view * shape.columns + ray] = piece[ray * shape.rows + row]!;
      }
    }
  });
  return sinogram;
}

async function withFile(
  path: string,
  shape: Shape,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new SparrowError('library/projections-missing');
    throw asLibraryError(error);
  }
  try {
    const { size } = await file.stat();
    if (size !== shape.views * viewPixels(shape) * 4) {
      throw new SparrowError('library/projections-missing');
    }
    await work(file);
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, target: Float32Array, position: number): Promise<void> {
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  for (let done = 0; done < bytes.byteLength;) {
    const { bytesRead } = await file.read(bytes, done, bytes.byteLength - done, position + done);
    if (bytesRead === 0) throw new SparrowError('library/projections-missing');
    done += bytesRead;
  }
}

function outside({ views, columns, rows }: Shape): SparrowError {
  return new SparrowError('library/no-such-view', { views, columns, rows });
}
