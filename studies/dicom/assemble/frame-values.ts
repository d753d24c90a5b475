import type { DecodedFrame } from '../types.ts';
import type { GreyScale } from './grey-scale.ts';
import { mirror } from './header-window.ts';
import { valueUnit } from './kind.ts';
import type { SourceFrame } from './source-frame.ts';

/** Air, where padding of a CT belongs at the highest. */
const airHu = -1000;

/**
 * Values of one decoded frame as the volume keeps them, exact, before they are put into its
 * samples. Padding becomes the lowest of: the frame's lowest real value, its own value, and for HU
 * air, so that it never shines.
 */
export function frameValues(
  source: SourceFrame,
  decoded: DecodedFrame,
  scale: GreyScale,
): Float32Array | DecodedFrame['pixels'] {
  if (scale.voxelType === 'rgb8') return rgbPixels(decoded);
  const { pixels } = decoded;
  const { modalityLut: lut, rescaleSlope, rescaleIntercept } = source.frame;
  const slope = scale.applied ? rescaleSlope : 1;
  const intercept = scale.applied ? rescaleIntercept : 0;
  const straight = lut === null && !scale.inverted;
  const unpadded = straight && source.image.padding === null;
  if (unpadded && slope === 1 && intercept === 0) return pixels;
  if (unpadded && scale.voxelType === 'int16') {
    const values = rescaled(pixels, slope, intercept);
    if (values !== null) return values;
  }
  const low = lowestOf(pixels);
  const hu = scale.applied && valueUnit(source) === 'HU';
  const padded = paddingAbove(source, low, hu ? (airHu - intercept) / slope : Infinity);
  if (straight && padded === null) {
    if (slope === 1 && intercept === 0) return pixels;
    const values = scale.voxelType === 'int16' ? rescaled(pixels, slope, intercept) : null;
    if (values !== null) return values;
  }
  const turned = scale.inverted ? turn(source, scale) : null;
  const values = new Float32Array(pixels.length);
  let lowest = hu ? airHu : Infinity;
  for (let n = 0; n < pixels.length; n++) {
    const stored = pixels[n]!;
    const value = lut === null ? stored * slope + intercept : lookUp(lut, stored);
    values[n] = turned === null ? value : turned - value;
    if (values[n]! < lowest && !padded?.has(stored)) lowest = values[n]!;
  }
  if (padded === null || lowest === Infinity) return values;
  for (let n = 0; n < pixels.length; n++) {
    if (padded.has(pixels[n]!)) values[n] = Math.min(values[n]!, lowest);
  }
  return values;
}

/** The hot path of CT import, in one pass; null when a value is no 16-bit integer. */
function rescaled(
  pixels: DecodedFrame['pixels'],
  slope: number,
  intercept: number,
): Int16Array | null {
  const values = new Int16Array(pixels.length);
  for (let n = 0; n < pixels.length; n++) {
    const value = pixels[n]! * slope + intercept;
    values[n] = value;
    if (values[n] !== value) return null;
  }
  return values;
}

function lowestOf(pixels: ArrayLike<number>): number {
  let low = Infinity;
  for (let n = 0; n < pixels.length; n++) if (pixels[n]! < low) low = pixels[n]!;
  return low;
}

/**
 * Stored values that mean padding, or null when they need no lowering because they already are the
 * lowest. Some writers give the padding of a signed image as its unsigned bit pattern.
 */
function paddingAbove(source: SourceFrame, low: number, limit: number): Set<number> | null {
  const { padding, bitsStored, signed, photometric } = source.image;
  if (padding === null) return null;
  const wrapped = signed && padding >= 2 ** (bitsStored - 1) ? padding - 2 ** bitsStored : padding;
  const lowest = wrapped <= low && wrapped <= limit && photometric.trim() !== 'MONOCHROME1';
  return lowest ? null : new Set([padding, wrapped]);
}

function turn(source: SourceFrame, scale: GreyScale): number {
  if (scale.applied) return mirror(source);
  const { frame } = source;
  return mirror({ ...source, frame: { ...frame, rescaleSlope: 1, rescaleIntercept: 0 } });
}

function lookUp(lut: NonNullable<SourceFrame['frame']['modalityLut']>, stored: number): number {
  const last = lut.values.length - 1;
  return lut.values[Math.min(last, Math.max(0, stored - lut.first))]!;
}

function rgbPixels({ pixels, samplesPerPixel }: DecodedFrame): Uint8Array {
  if (samplesPerPixel === 3 && pixels instanceof Uint8Array) return pixels;
  const rgb = new Uint8Array((pixels.length / samplesPerPixel) * 3);
  for (let n = 0; n < rgb.length; n++) {
    rgb[n] = samplesPerPixel === 3 ? pixels[n]! : pixels[Math.floor(n / 3)]!;
  }
  return rgb;
}
