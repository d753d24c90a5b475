import { SparrowError } from '../../messages/sparrow-error.ts';
import type { Attributes } from './attributes.ts';
import { tags, type Tag } from './tags.ts';

/** Palette lookup tables (PS3.3 C.7.6.3.1.5) brought to 8 bits: one entry per stored value from `first` on. */
export interface PaletteTables {
  first: number;
  red: Uint8Array;
  green: Uint8Array;
  blue: Uint8Array;
}

/** Throws dicom/damaged when a table is missing, dicom/unsupported-pixels for segmented tables. */
export function readPalette(
  attributes: Attributes,
  signedPixels: boolean,
  fileName: string,
): PaletteTables {
  if (attributes.element(tags.redPaletteData) === undefined) {
    const segmented = attributes.element(tags.redPaletteSegments) !== undefined;
    throw segmented
      ? new SparrowError('dicom/unsupported-pixels', {
          file: fileName,
          detail: 'a segmented palette',
        })
      : damaged(fileName);
  }
  const table = (descriptor: Tag, data: Tag) =>
    readTable(attributes, descriptor, data) ?? fail(damaged(fileName));
  const red = table(tags.redPaletteDescriptor, tags.redPaletteData);
  const first = attributes.numbers(tags.redPaletteDescriptor, 'us')[1] ?? 0;
  return {
    first: signedPixels ? (first << 16) >> 16 : first,
    red,
    green: table(tags.greenPaletteDescriptor, tags.greenPaletteData),
    blue: table(tags.bluePaletteDescriptor, tags.bluePaletteData),
  };
}

function readTable(attributes: Attributes, descriptor: Tag, data: Tag): Uint8Array | null {
  const [count, , bits] = attributes.numbers(descriptor, 'us');
  const bytes = attributes.bytes(data);
  if (count === undefined || bits === undefined || bytes === null) return null;
  const entries = count === 0 ? 65_536 : count;
  if (bytes.length < entries * 2) return bytes.length < entries ? null : bytes.slice(0, entries);
  const words = Uint16Array.from(attributes.numbers(data, 'us').slice(0, entries));
  // Some writers say 16 bits and store 8-bit values in the low bytes.
  const wide = bits > 8 && words.some((word) => word > 255);
  return Uint8Array.from(words, (word) => (wide ? word >> 8 : word));
}

function damaged(file: string): SparrowError {
  return new SparrowError('dicom/damaged', { file, detail: 'the palette has no usable table' });
}

function fail(error: Error): never {
  throw error;
}
