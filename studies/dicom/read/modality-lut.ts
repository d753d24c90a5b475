import type { FrameHeader } from '../types.ts';
import type { Attributes } from './attributes.ts';
import { tags } from './tags.ts';

/**
 * The modality LUT of an image (PS3.3 C.11.1), null where it uses slope and intercept. The first
 * value mapped is signed when the stored pixels are.
 */
export function readModalityLut(
  attributes: Attributes,
  signedPixels = false,
): FrameHeader['modalityLut'] {
  const item = attributes.item(tags.modalityLutSequence);
  const data = item?.bytes(tags.lutData);
  const [count, first, bits] = item?.numbers(tags.lutDescriptor, 'us') ?? [];
  if (item === null || data === null || data === undefined) return null;
  if (count === undefined || first === undefined || bits === undefined) return null;
  const entries = count === 0 ? 65_536 : count;
  const values = item.numbers(tags.lutData, 'us');
  // Entries of 8 bits may be packed as bytes (PS3.3 C.11.1.1.1).
  const packed = values.length < entries && data.length >= entries;
  const table = packed ? Uint16Array.from(data) : Uint16Array.from(values);
  return {
    first: signedPixels ? (first << 16) >> 16 : first,
    values: table.subarray(0, Math.min(entries, table.length)),
  };
}
