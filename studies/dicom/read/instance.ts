import type { InstanceHeader } from '../types.ts';
import { Attributes } from './attributes.ts';
import { checkSize } from './frame-size.ts';
import { readHeader } from './header.ts';
import { readPalette, type PaletteTables } from './palette.ts';
import { parseFile } from './parse.ts';
import { readPixelSource, type PixelSource } from './pixel-source.ts';
import { tags } from './tags.ts';

/**
 * One DICOM file, read but not decoded. Views into the file's own bytes (or into the inflated bytes
 * of a deflated file), so it costs nothing to keep while the bytes are kept.
 */
export interface Instance {
  /** Base name, for messages. */
  fileName: string;
  header: InstanceHeader;
  /** Null when `header.image` is null. */
  pixels: PixelSource | null;
  /** Bit of the most significant stored bit; BitsStored - 1 in all but old objects. */
  highBit: number;
  /** Tables of a PALETTE COLOR image, else null. */
  palette: PaletteTables | null;
}

/**
 * Reads a DICOM file of any transfer syntax, with or without preamble and meta header; pixels are
 * located, not decoded. Objects without an image read with `header.image` null.
 * @param fileName base name, used in messages
 * Throws SparrowError dicom/empty, not-dicom, truncated, damaged, too-large, unsupported-pixels.
 */
export function readInstance(bytes: Uint8Array, fileName: string): Instance {
  const file = parseFile(bytes, fileName);
  const attributes = new Attributes(file.data);
  const meta = new Attributes(file.meta);
  const header = readHeader(attributes, meta, file.transferSyntaxUid, fileName);
  const { image } = header;
  if (image === null) return { fileName, header, pixels: null, highBit: 0, palette: null };
  const pixels = readPixelSource(attributes, file.bigEndian, fileName);
  checkSize(image, pixels, fileName);
  return {
    fileName,
    header,
    pixels,
    highBit: attributes.number(tags.highBit, 'us') ?? image.bitsStored - 1,
    palette:
      image.photometric === 'PALETTE COLOR'
        ? readPalette(attributes, image.signed, fileName)
        : null,
  };
}
