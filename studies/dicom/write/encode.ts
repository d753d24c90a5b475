import { elements, type DataSetToWrite, type Keyword, type Vr } from './elements.ts';

// Own encoder rather than dcmjs: that writes signed US-or-SS values as US, prints to the console
// for every long decimal and takes 5 ms a slice.

/** A data set as Explicit VR Little Endian bytes in chunks, elements in tag order (PS3.5 7.1). */
export function encodeDataSet(dataSet: DataSetToWrite): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (const [keyword, value] of inTagOrder(dataSet)) {
    const [tag, vr] = elements[keyword];
    chunks.push(...encodeElement(tag, vr, value));
  }
  return chunks;
}

/** One element: its header, then its value padded to even length. */
export function encodeElement(tag: string, vr: Vr, value: unknown): Uint8Array[] {
  const parts = encodeValue(vr, value);
  const length = byteLength(parts);
  const padding =
    length % 2 === 1 ? [Uint8Array.of(vr === 'UI' || vr === 'OB' || vr === 'OW' ? 0 : 0x20)] : [];
  return [elementHeader(tag, vr, length + padding.length), ...parts, ...padding];
}

export function byteLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(byteLength(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * A decimal string of at most 16 characters (PS3.5 6.2), rounded to as many digits as fit.
 * Throws RangeError for NaN and infinities, which DICOM cannot write.
 */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a DICOM decimal must be finite');
  for (let digits = 17; digits > 0; digits -= 1) {
    const rounded = Number(value.toPrecision(digits));
    for (const text of [String(rounded), rounded.toExponential()]) {
      if (text.length <= 16) return text;
    }
  }
  return '0';
}

function inTagOrder(dataSet: DataSetToWrite): [Keyword, unknown][] {
  return (Object.entries(dataSet) as [Keyword, unknown][])
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (elements[a][0] < elements[b][0] ? -1 : 1));
}

function encodeValue(vr: Vr, value: unknown): Uint8Array[] {
  switch (vr) {
    case 'OW':
    case 'OB':
      return [value as Uint8Array];
    case 'SQ':
      return (value as readonly DataSetToWrite[]).flatMap(encodeItem);
    case 'US':
      return [new Uint8Array(Uint16Array.from(numbers(value)).buffer)];
    case 'UL':
      return [new Uint8Array(Uint32Array.from(numbers(value)).buffer)];
    case 'AT':
      return [tagBytes(value as string)];
    case 'DS':
      return [text(numbers(value).map(decimalString).join('\\'))];
    case 'IS':
      return [text(String(Math.round(value as number)))];
    default:
      return [text([value as string | readonly string[]].flat().join('\\'))];
  }
}

function numbers(value: unknown): number[] {
  return [value as number | readonly number[]].flat();
}

/** A tag as a value: group, then element, each as a little-endian word. */
function tagBytes(tag: string): Uint8Array {
  const words = [tag.slice(0, 4), tag.slice(4)].map((word) => parseInt(word, 16));
  return new Uint8Array(Uint16Array.from(words).buffer);
}

function encodeItem(item: DataSetToWrite): Uint8Array[] {
  const content = encodeDataSet(item);
  const header = new DataView(new ArrayBuffer(8));
  header.setUint16(0, 0xfffe, true);
  header.setUint16(2, 0xe000, true);
  header.setUint32(4, byteLength(content), true);
  return [new Uint8Array(header.buffer), ...content];
}

const longVrs = new Set(['OB', 'OW', 'SQ', 'UT']);

function elementHeader(tag: string, vr: string, length: number): Uint8Array {
  const long = longVrs.has(vr);
  const view = new DataView(new ArrayBuffer(long ? 12 : 8));
  view.setUint16(0, parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, parseInt(tag.slice(4), 16), true);
  view.setUint8(4, vr.charCodeAt(0));
  view.setUint8(5, vr.charCodeAt(1));
  if (long) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return new Uint8Array(view.buffer);
}

const encoder = new TextEncoder();

function text(value: string): Uint8Array {
  return encoder.encode(value);
}
