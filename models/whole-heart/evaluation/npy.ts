import { open } from 'node:fs/promises';

/** One array of a .npy file, rows of its first axis read one at a time. */
export interface NpyRows {
  readonly shape: readonly number[];
  /** Values of one row, uint8 or float32 as stored. Throws RangeError beyond the last. */
  row(n: number): Promise<Uint8Array | Float32Array>;
}

/** Opens a .npy file of version 1 to 3, C order, `|u1` or `<f4`. Throws TypeError on any other. */
export async function openNpy(path: string): Promise<NpyRows> {
  const { start, shape, floats } = await header(path);
  const length = shape.slice(1).reduce((product, side) => product * side, 1);
  const bytes = length * (floats ? 4 : 1);
  return {
    shape,
    async row(n) {
      if (n < 0 || n >= shape[0]!) throw new RangeError(`row ${n} of ${shape[0]}`);
      const read = await readAt(path, start + n * bytes, bytes);
      return floats ? new Float32Array(read.buffer, 0, length) : read;
    },
  };
}

async function header(path: string) {
  const fixed = await readAt(path, 0, 12);
  const view = new DataView(fixed.buffer);
  const first = view.getUint8(6) === 1;
  const size = first ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = (first ? 10 : 12) + size;
  const text = new TextDecoder('latin1').decode(await readAt(path, first ? 10 : 12, size));
  const descr = /'descr': '([^']+)'/.exec(text)?.[1];
  const shape = /'shape': \(([^)]*)\)/.exec(text)?.[1];
  const plain = text.includes("'fortran_order': False");
  if (shape === undefined || !plain || (descr !== '|u1' && descr !== '<f4'))
    throw new TypeError('not a plain .npy of uint8 or float32');
  const sides = shape.split(',').filter((side) => side.trim() !== '');
  return { start, shape: sides.map(Number), floats: descr === '<f4' };
}

/** Bytes of a file, in a buffer of their own. */
async function readAt(path: string, position: number, length: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, position);
    if (bytesRead < length) throw new RangeError('the file ends early');
    return bytes;
  } finally {
    await file.close();
  }
}
