import { SparrowError } from '../../messages/sparrow-error.ts';
import type { CodedSamples } from '../codecs/codec.ts';
import { codecs, compressionOf, streamHeader } from '../codecs/registry.ts';
import type { Instance } from '../read/instance.ts';
import type { EncapsulatedPixels } from '../read/pixel-source.ts';
import { transferSyntax } from '../read/transfer-syntax.ts';
import type { DecodedFrame, ImageHeader } from '../types.ts';
import { paletteToRgb, rgbBytes, ybr422ToRgb, ybrFullToRgb } from './colour.ts';
import { frameStream } from './frame-stream.ts';
import { nativeSamples, type Samples } from './native-frame.ts';
import { storedValues } from './stored-values.ts';

/**
 * Stored values of frame `frame` (0-based), before rescale; colour as interleaved RGB bytes.
 * MONOCHROME1 stays as stored: assembly turns it. Uncompressed pixels may be a view into the
 * file's bytes. Throws SparrowError dicom/no-image, unsupported-syntax, unsupported-pixels,
 * damaged, decode-failed.
 */
export async function decodeFrame(instance: Instance, frame: number): Promise<DecodedFrame> {
  const { fileName, header, pixels } = instance;
  const { image } = header;
  if (image === null || pixels === null) {
    throw new SparrowError('dicom/no-image', { file: fileName });
  }
  if (frame < 0 || frame >= image.frames.length) throw new RangeError(`no frame ${frame}`);
  if (pixels.kind === 'encapsulated') {
    const decoded = await decodeStream(instance, image, pixels, frame);
    return toFrame(instance, image, decoded.samples, decoded);
  }
  const syntax = transferSyntax(header.transferSyntaxUid);
  if (syntax.compression === 'unsupported') {
    throw new SparrowError('dicom/unsupported-syntax', { file: fileName, syntax: syntax.name });
  }
  const samples = nativeSamples(image, pixels, frame);
  if (samples === null) throw unsupported(fileName, `${image.bitsAllocated} bits per sample`);
  return toFrame(instance, image, samples, null);
}

async function decodeStream(
  instance: Instance,
  image: ImageHeader,
  pixels: EncapsulatedPixels,
  frame: number,
): Promise<CodedSamples> {
  const { fileName: file, header } = instance;
  const syntax = transferSyntax(header.transferSyntaxUid);
  const stream = frameStream(pixels, frame, image.frames.length);
  if (stream === null || stream.length === 0) {
    throw new SparrowError('dicom/damaged', {
      file,
      detail: 'its fragments do not make its frames',
    });
  }
  const compression = syntax.compression === 'none' ? compressionOf(stream) : syntax.compression;
  const codec = codecs[compression];
  if (codec === null) {
    throw new SparrowError('dicom/unsupported-syntax', { file, syntax: syntax.name });
  }
  const coded = streamHeader(compression, stream);
  if (coded !== null && (coded.rows !== image.rows || coded.columns !== image.columns)) {
    throw new SparrowError('dicom/damaged', { file, detail: 'the picture has another size' });
  }
  let decoded: CodedSamples;
  try {
    decoded = await codec(stream, image);
  } catch (error) {
    throw new SparrowError('dicom/decode-failed', { file }, { cause: error });
  }
  const fits =
    decoded.rows === image.rows &&
    decoded.columns === image.columns &&
    decoded.components === image.samplesPerPixel;
  if (!fits) throw new SparrowError('dicom/decode-failed', { file });
  return decoded;
}

function toFrame(
  instance: Instance,
  image: ImageHeader,
  samples: Samples,
  decoded: CodedSamples | null,
): DecodedFrame {
  const { rows, columns, samplesPerPixel } = image;
  if (samplesPerPixel === 1) {
    const stored = storedValues(samples, storedLayout(instance, image, decoded));
    const { palette } = instance;
    return palette === null
      ? { rows, columns, samplesPerPixel: 1, pixels: stored }
      : { rows, columns, samplesPerPixel: 3, pixels: paletteToRgb(stored, palette) };
  }
  const pixels = toRgb(instance.fileName, image, samples, decoded);
  return { rows, columns, samplesPerPixel: 3, pixels };
}

/** Decoders right-align their samples, so that HighBit counts only for native and RLE pixels. */
function storedLayout(instance: Instance, image: ImageHeader, decoded: CodedSamples | null) {
  const { bitsStored, bitsAllocated, signed } = image;
  const aligned = decoded !== null && decoded.bits !== bitsAllocated;
  return { bitsStored, signed, highBit: aligned ? bitsStored - 1 : instance.highBit };
}

function toRgb(
  fileName: string,
  image: ImageHeader,
  samples: Samples,
  decoded: CodedSamples | null,
): Uint8Array {
  const { photometric, samplesPerPixel, bitsStored, rows, columns } = image;
  if (samplesPerPixel !== 3 || samples instanceof Float32Array) {
    throw unsupported(fileName, `${samplesPerPixel} samples of ${photometric}`);
  }
  const planar = decoded === null ? image.planarConfiguration === 1 : decoded.planar;
  const bits = decoded === null ? bitsStored : decoded.bits;
  const whole = { pixels: rows * columns, samples, bitsStored: bits, planar };
  if (photometric === 'RGB' || decoded?.rgb === true) return rgbBytes(whole);
  if (photometric === 'YBR_FULL_422' && decoded === null) {
    return ybr422ToRgb(samples, rows * columns);
  }
  if (photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422') {
    return ybrFullToRgb(rgbBytes(whole));
  }
  throw unsupported(fileName, photometric);
}

function unsupported(file: string, detail: string): SparrowError {
  return new SparrowError('dicom/unsupported-pixels', { file, detail });
}
