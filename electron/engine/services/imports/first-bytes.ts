import { open } from 'node:fs/promises';

/** Enough of a file for any format to show its name (NIfTI has it at byte 344). */
const HEAD_BYTES = 1024;

export async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
