import dicomParser, { type ByteArrayParser, type DataSet, type Element } from 'dicom-parser';
import { decodeText } from './character-set.ts';
import { parseDecimal } from './values.ts';

/** Numbers an element may hold when its VR does not say (implicit VR, UN). */
export type NumberKind = 'us' | 'ss' | 'ul' | 'fl' | 'fd' | 'text';

/**
 * Typed access to one data set or sequence item. Trusts the VR that the file gives over the one
 * the dictionary knows, because writers put Rows as IS and FD values as OB; never throws on odd
 * values, absent and unreadable are both null.
 */
export class Attributes {
  readonly dataSet: DataSet;
  readonly #characterSets: readonly string[];

  constructor(dataSet: DataSet, inherited: readonly string[] = []) {
    this.dataSet = dataSet;
    const own = rawText(dataSet, 'x00080005');
    this.#characterSets = own === null ? inherited : own.split('\\').map((term) => term.trim());
  }

  element(tag: string): Element | undefined {
    const element = this.dataSet.elements[tag];
    return element !== undefined && element.length > 0 ? element : undefined;
  }

  bytes(tag: string): Uint8Array | null {
    const element = this.element(tag);
    return element === undefined ? null : bytesOf(this.dataSet, element);
  }

  /** Decoded text, trimmed of padding; '' where absent. */
  text(tag: string): string {
    const bytes = this.bytes(tag);
    if (bytes === null) return '';
    return decodeText(bytes, this.#characterSets).replaceAll('\0', ' ').trim();
  }

  /** The values of a CS, UI or other multi-valued plain text. */
  strings(tag: string): string[] {
    const text = rawText(this.dataSet, tag);
    return text === null || text === '' ? [] : text.split('\\').map((value) => value.trim());
  }

  /** First value of a plain text (UID, code, date), trimmed; '' where absent. */
  string(tag: string): string {
    return this.strings(tag)[0] ?? '';
  }

  /** All numbers of an element; junk values become NaN so that positions stay. */
  numbers(tag: string, kind: NumberKind = 'text'): number[] {
    const element = this.element(tag);
    if (element === undefined) return [];
    const actual = kindOf(element) ?? kind;
    if (actual === 'text') {
      return this.strings(tag).map((value) => parseDecimal(value) ?? Number.NaN);
    }
    const parser = parserOf(this.dataSet, element);
    const { size, read } = readers[actual];
    const count = Math.floor(element.length / size);
    return Array.from({ length: count }, (_, n) =>
      read(parser, this.dataSet.byteArray, element.dataOffset + n * size),
    );
  }

  number(tag: string, kind: NumberKind = 'text'): number | null {
    const [value] = this.numbers(tag, kind);
    return value === undefined || !Number.isFinite(value) ? null : value;
  }

  /** Items of a sequence, also of one that a writer stored as UN. */
  items(tag: string): Attributes[] {
    const element = this.element(tag);
    if (element === undefined) return [];
    if (element.items === undefined) parseUnknownSequence(this.dataSet, element);
    return (element.items ?? []).flatMap(({ dataSet }) =>
      dataSet === undefined ? [] : [new Attributes(dataSet, this.#characterSets)],
    );
  }

  item(tag: string): Attributes | null {
    return this.items(tag)[0] ?? null;
  }
}

function bytesOf(dataSet: DataSet, element: Element): Uint8Array {
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

function rawText(dataSet: DataSet, tag: string): string | null {
  const element = dataSet.elements[tag];
  if (element === undefined) return null;
  let text = '';
  for (const byte of bytesOf(dataSet, element)) {
    if (byte !== 0) text += String.fromCharCode(byte);
  }
  return text.trim();
}

function kindOf(element: Element): NumberKind | null {
  switch (element.vr) {
    case 'US':
      return 'us';
    case 'SS':
      return 'ss';
    case 'UL':
    case 'SL':
      return 'ul';
    case 'FL':
    case 'OF':
      return 'fl';
    case 'FD':
    case 'OD':
      return 'fd';
    case 'DS':
    case 'IS':
    case 'LO':
    case 'SH':
    case 'CS':
      return 'text';
    default:
      return null;
  }
}

type Reader = (parser: ByteArrayParser, bytes: Uint8Array, at: number) => number;

const readers: Record<Exclude<NumberKind, 'text'>, { size: number; read: Reader }> = {
  us: { size: 2, read: (parser, bytes, at) => parser.readUint16(bytes, at) },
  ss: { size: 2, read: (parser, bytes, at) => parser.readInt16(bytes, at) },
  ul: { size: 4, read: (parser, bytes, at) => parser.readUint32(bytes, at) },
  fl: { size: 4, read: (parser, bytes, at) => parser.readFloat(bytes, at) },
  fd: { size: 8, read: (parser, bytes, at) => parser.readDouble(bytes, at) },
};

function parserOf(dataSet: DataSet, element: Element): ByteArrayParser {
  return element.parser ?? dataSet.byteArrayParser;
}

/** A sequence that passed through a system without its dictionary: UN, inside implicit little endian (PS3.5 6.2.2). */
function parseUnknownSequence(dataSet: DataSet, element: Element): void {
  const bytes = dataSet.byteArray.subarray(0, element.dataOffset + element.length);
  const stream = new dicomParser.ByteStream(
    dicomParser.littleEndianByteArrayParser,
    bytes,
    element.dataOffset,
  );
  try {
    dicomParser.readSequenceItemsImplicit(stream, element);
  } catch {
    element.items = [];
  }
}
