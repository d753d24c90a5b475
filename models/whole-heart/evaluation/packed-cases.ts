import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress, constants } from 'node:zlib';
import { PLANE_PIXELS, SLOTS } from '../graph-shapes.ts';
import { slotsOn } from '../stored-input.ts';
import type { CaseFile, HeartCase } from './heart-case.ts';

/**
 * The frozen cases that come with the repository, one file each: length of a JSON head (uint32,
 * little-endian), the head, then images and labels of the planes that are present; all of it zstd.
 */
const ending = '.heart.zst';

/** Writes a case into a folder and gives the file's name. */
export async function packCase(folder: string, heart: HeartCase): Promise<string> {
  const { images, labels, ...head } = heart;
  const text = new TextEncoder().encode(JSON.stringify(head));
  const slots = slotsOn(heart.present);
  const bytes = new Uint8Array(4 + text.length + 2 * slots.length * PLANE_PIXELS);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const array of [images, labels]) {
    for (const slot of slots) {
      bytes.set(array.subarray(slot * PLANE_PIXELS, (slot + 1) * PLANE_PIXELS), at);
      at += PLANE_PIXELS;
    }
  }
  const level = { params: { [constants.ZSTD_c_compressionLevel]: 15 } };
  const name = `${heart.set}-${heart.seed}${ending}`;
  await writeFile(join(folder, name), await promisify(zstdCompress)(bytes, level));
  return name;
}

/** The packed cases of a folder. */
export async function packedCases(folder: string): Promise<CaseFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => {
    const [set, seed] = name.slice(0, -ending.length).split('-') as [CaseFile['set'], string];
    return { set, seed: Number(seed), read: () => unpackCase(join(folder, name)) };
  });
}

async function unpackCase(path: string): Promise<HeartCase> {
  const bytes = await promisify(zstdDecompress)(await readFile(path));
  const length = bytes.readUInt32LE(0);
  const head = JSON.parse(bytes.toString('utf8', 4, 4 + length)) as Omit<
    HeartCase,
    'images' | 'labels'
  >;
  const slots = slotsOn(head.present);
  const arrayAt = (from: number) => {
    const array = new Uint8Array(SLOTS * PLANE_PIXELS);
    slots.forEach((slot, n) => {
      const start = from + n * PLANE_PIXELS;
      array.set(bytes.subarray(start, start + PLANE_PIXELS), slot * PLANE_PIXELS);
    });
    return array;
  };
  const first = 4 + length;
  return {
    ...head,
    images: arrayAt(first),
    labels: arrayAt(first + slots.length * PLANE_PIXELS),
  };
}
