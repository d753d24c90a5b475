import { inflateRawSync } from 'node:zlib';
import { SparrowError } from '../../messages/sparrow-error.ts';

/** No honest deflated object is larger; a small file that claims more is a decompression bomb. */
export const maxInflatedBytes = 1 << 30;

/**
 * The data set of a Deflated Explicit VR file (PS3.5 A.5), raw deflate without header.
 * Throws `dicom/too-large` past `maxBytes` and `dicom/truncated` when the stream breaks off.
 */
export function inflateDataSet(
  deflated: Uint8Array,
  fileName: string,
  maxBytes = maxInflatedBytes,
): Uint8Array {
  try {
    const bytes = inflateRawSync(deflated, { maxOutputLength: maxBytes });
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new SparrowError(tooLarge ? 'dicom/too-large' : 'dicom/truncated', { file: fileName });
  }
}
