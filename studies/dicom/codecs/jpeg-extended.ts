import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encapsulatedPicture } from '../write/encapsulated.ts';
import type { Codec } from './codec.ts';

/**
 * 12-bit JPEG (ISO 10918-1 process 4) by GDCM: no wasm libjpeg is published for 12 bits. GDCM reads
 * files, so the frame goes out as a nameless DICOM object in a private temporary folder.
 */
export const decodeExtendedJpeg: Codec = async (stream, shape) => {
  const { gdcmReadImageNode } = await import('@itk-wasm/image-io');
  const folder = await mkdtemp(join(tmpdir(), 'sparrow-frame-'));
  try {
    const path = join(folder, 'frame.dcm');
    await writeFile(path, encapsulatedPicture(stream, shape));
    const { image } = await gdcmReadImageNode(path);
    const data: unknown = image?.data;
    const usable =
      data instanceof Uint16Array || data instanceof Int16Array || data instanceof Uint8Array;
    if (!usable || data.length < shape.rows * shape.columns) throw new Error('GDCM gave no pixels');
    return {
      rows: shape.rows,
      columns: shape.columns,
      components: shape.samplesPerPixel,
      bits: 12,
      signed: data instanceof Int16Array,
      samples: data,
      planar: false,
      rgb: false,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
