import type { FrameHeader } from '../types.ts';
import type { Attributes } from './attributes.ts';
import { tags } from './tags.ts';

type Spacing = Pick<FrameHeader, 'spacingMm' | 'spacingBasis'>;

/** Modalities that project through the patient: their spacing holds at the detector (PS3.3 10.7). */
const projection = new Set(['CR', 'DX', 'MG', 'XA', 'RF', 'IO', 'PX', 'RTIMAGE']);

/**
 * Pixel spacing and what it rests on. In a projection image PixelSpacing equal to
 * ImagerPixelSpacing is uncorrected for magnification and so counts as the imager's.
 */
export function readSpacing(attributes: Attributes): Spacing {
  const imager =
    pair(attributes.numbers(tags.imagerPixelSpacing)) ??
    pair(attributes.numbers(tags.imagePlanePixelSpacing));
  const pixel =
    pair(attributes.numbers(tags.pixelSpacing)) ??
    pair(attributes.numbers(tags.nominalScannedPixelSpacing));
  if (pixel !== null) {
    const uncorrected =
      projection.has(attributes.string(tags.modality)) &&
      imager !== null &&
      imager[0] === pixel[0] &&
      imager[1] === pixel[1];
    return { spacingMm: pixel, spacingBasis: uncorrected ? 'imager' : 'pixel' };
  }
  if (imager !== null) return { spacingMm: imager, spacingBasis: 'imager' };
  return { spacingMm: null, spacingBasis: 'none' };
}

/** DICOM gives the distance between rows (y) first. */
function pair([y, x]: readonly number[]): [x: number, y: number] | null {
  if (y === undefined || !(y > 0)) return null;
  if (x === undefined) return [y, y];
  return x > 0 ? [x, y] : null;
}
