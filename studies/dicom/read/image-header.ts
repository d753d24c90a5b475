import { SparrowError } from '../../messages/sparrow-error.ts';
import type { ImageHeader } from '../types.ts';
import type { Attributes } from './attributes.ts';
import { readFrames } from './frames.ts';
import { tags } from './tags.ts';

/** No object of a scanner has more; a header that claims more is damaged. */
const maxFrames = 100_000;

/**
 * Image pixel attributes (PS3.3 C.7.6.3) and frames; null when the object has no pixel data.
 * Throws dicom/damaged when there is pixel data but no usable size.
 */
export function readImageHeader(attributes: Attributes, fileName: string): ImageHeader | null {
  const float =
    attributes.element(tags.floatPixelData) !== undefined ||
    attributes.element(tags.doubleFloatPixelData) !== undefined;
  if (!float && attributes.element(tags.pixelData) === undefined) return null;
  const damaged = (detail: string) => new SparrowError('dicom/damaged', { file: fileName, detail });

  const rows = attributes.number(tags.rows, 'us') ?? 0;
  const columns = attributes.number(tags.columns, 'us') ?? 0;
  if (rows < 1 || columns < 1) throw damaged('there are pixels, but Rows or Columns is missing');
  const frameCount = attributes.number(tags.numberOfFrames) || 1;
  if (!(frameCount >= 1 && frameCount <= maxFrames && Number.isInteger(frameCount))) {
    throw damaged('NumberOfFrames is impossible');
  }
  const bitsAllocated = attributes.number(tags.bitsAllocated, 'us') ?? (float ? 32 : 16);
  const bitsStored = attributes.number(tags.bitsStored, 'us') ?? bitsAllocated;
  if (!float && (bitsStored < 1 || bitsStored > bitsAllocated)) {
    throw damaged('BitsStored does not fit BitsAllocated');
  }
  const signed = attributes.number(tags.pixelRepresentation, 'us') === 1;
  return {
    rows,
    columns,
    frames: readFrames(attributes, frameCount, signed),
    samplesPerPixel: attributes.number(tags.samplesPerPixel, 'us') ?? 1,
    photometric: attributes.string(tags.photometricInterpretation).toUpperCase() || 'MONOCHROME2',
    planarConfiguration: attributes.number(tags.planarConfiguration, 'us') ?? 0,
    bitsAllocated,
    bitsStored,
    signed,
    float,
    pixelAspect: readAspect(attributes),
    frameTimeMs: attributes.number(tags.frameTime),
    padding: attributes.number(tags.pixelPaddingValue, signed ? 'ss' : 'us'),
  };
}

/** PixelAspectRatio is height \ width. */
function readAspect(attributes: Attributes): number {
  const [height, width] = attributes.numbers(tags.pixelAspectRatio);
  if (height === undefined || width === undefined) return 1;
  return height > 0 && width > 0 ? height / width : 1;
}
