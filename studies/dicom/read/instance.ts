import type { InstanceHeader } from '../types.ts';
import type { PaletteTables } from './palette.ts';
import type { PixelSource } from './pixel-source.ts';

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
  /** Tables of a PALETTE COLOR image, else null. */
  palette: PaletteTables | null;
}
