import { SparrowError } from '../../messages/sparrow-error.ts';
import type { Attributes } from './attributes.ts';
import { tags } from './tags.ts';

/** Where an image's bytes lie. All arrays are views, never copies. */
export type PixelSource = NativePixels | EncapsulatedPixels;

/** Uncompressed samples, frame after frame without gaps. */
export interface NativePixels {
  kind: 'native';
  bytes: Uint8Array;
  bigEndian: boolean;
  /** VR OW: in big endian also bytes come swapped in pairs (PS3.5 7.3). */
  words: boolean;
  /** 32 or 64 for FloatPixelData and DoubleFloatPixelData, 0 for integers. */
  floatBits: 0 | 32 | 64;
}

/** Compressed frames in fragments (PS3.5 A.4). */
export interface EncapsulatedPixels {
  kind: 'encapsulated';
  fragments: readonly Uint8Array[];
  /** Byte offset of each fragment's item tag, counted from the first fragment's item tag. */
  fragmentOffsets: readonly number[];
  /** First byte of each frame, counted as above; empty where the file gives no table. */
  frameOffsets: readonly number[];
}

/** Finds the pixel bytes of an object that has pixel data. Throws dicom/truncated. */
export function readPixelSource(
  attributes: Attributes,
  bigEndian: boolean,
  fileName: string,
): PixelSource {
  for (const [tag, floatBits] of [
    [tags.floatPixelData, 32],
    [tags.doubleFloatPixelData, 64],
  ] as const) {
    const bytes = attributes.bytes(tag);
    if (bytes !== null) return { kind: 'native', bytes, bigEndian, words: false, floatBits };
  }
  const element = attributes.element(tags.pixelData);
  if (element?.hadUndefinedLength === true) {
    return readFragments(attributes, element.dataOffset, fileName);
  }
  return {
    kind: 'native',
    bytes: attributes.bytes(tags.pixelData) ?? new Uint8Array(),
    bigEndian,
    words: element?.vr === 'OW',
    floatBits: 0,
  };
}

const itemTag = 0xfffee000;
const sequenceDelimiter = 0xfffee0dd;

/** Walks the items; encapsulated pixel data are always little-endian. */
function readFragments(
  attributes: Attributes,
  start: number,
  fileName: string,
): EncapsulatedPixels {
  const bytes = attributes.dataSet.byteArray;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: { at: number; bytes: Uint8Array }[] = [];
  for (let at = start; ;) {
    if (at + 8 > bytes.length) {
      // Many writers forget the delimiter at the very end; the fragments are whole then.
      if (at === bytes.length && items.length > 1) break;
      throw new SparrowError('dicom/truncated', { file: fileName });
    }
    const tag = view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    if (tag === sequenceDelimiter) break;
    if (tag !== itemTag || at + 8 + length > bytes.length) {
      throw new SparrowError('dicom/truncated', { file: fileName });
    }
    items.push({ at, bytes: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length;
  }
  const [offsetTable, ...fragments] = items;
  const first = fragments[0]?.at ?? 0;
  return {
    kind: 'encapsulated',
    fragments: fragments.map((fragment) => fragment.bytes),
    fragmentOffsets: fragments.map((fragment) => fragment.at - first),
    frameOffsets: extendedOffsets(attributes) ?? basicOffsets(offsetTable?.bytes),
  };
}

function basicOffsets(table: Uint8Array | undefined): number[] {
  if (table === undefined) return [];
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: Math.floor(table.length / 4) }, (_, n) =>
    view.getUint32(n * 4, true),
  );
}

/** ExtendedOffsetTable (PS3.3 C.7.6.3.1.8): 64-bit offsets, for objects past 4 GiB. */
function extendedOffsets(attributes: Attributes): number[] | null {
  const table = attributes.bytes(tags.extendedOffsetTable);
  if (table === null) return null;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: Math.floor(table.length / 8) }, (_, n) =>
    Number(view.getBigUint64(n * 8, true)),
  );
}
