import dicomParser, { type ByteArrayParser, type DataSet } from 'dicom-parser';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { inflateDataSet } from './inflate.ts';
import {
  explicitBigEndian,
  explicitLittleEndian,
  implicitLittleEndian,
  mediaDirectorySopClass,
  transferSyntax,
} from './transfer-syntax.ts';

// The package declares DataSet as an interface although it exports the class.
const DataSetClass = (
  dicomParser as unknown as {
    DataSet: new (
      parser: ByteArrayParser,
      bytes: Uint8Array,
      elements: DataSet['elements'],
    ) => DataSet;
  }
).DataSet;

export interface ParsedFile {
  /** File meta information (group 0002), always explicit little endian; empty where absent. */
  meta: DataSet;
  data: DataSet;
  /** The syntax the bytes are really in; corrected when the meta header is absent or wrong. */
  transferSyntaxUid: string;
  bigEndian: boolean;
}

/**
 * Splits a DICOM file into elements (PS3.10 7.1) without touching pixels. Takes files with or
 * without preamble, meta header, meta group length or transfer syntax.
 * Throws SparrowError dicom/empty, not-dicom, truncated, too-large.
 */
export function parseFile(bytes: Uint8Array, fileName: string): ParsedFile {
  if (bytes.length === 0) throw new SparrowError('dicom/empty', { file: fileName });
  const marked = hasPrefix(bytes);
  const start = marked ? 132 : 0;
  if (!marked && !looksLikeDataSet(bytes)) {
    throw new SparrowError('dicom/not-dicom', { file: fileName });
  }
  const meta = emptyDataSet(bytes, dicomParser.littleEndianByteArrayParser);
  try {
    const dataStart = readMeta(meta, start);
    return readData(bytes, fileName, meta, dataStart);
  } catch (error) {
    if (error instanceof SparrowError) throw error;
    // dicom-parser throws strings and errors alike; all mean that a length leads past the end.
    throw new SparrowError(
      marked || looksLikeImage(bytes) ? 'dicom/truncated' : 'dicom/not-dicom',
      {
        file: fileName,
      },
    );
  }
}

function readData(
  bytes: Uint8Array,
  fileName: string,
  meta: DataSet,
  dataStart: number,
): ParsedFile {
  const declared = meta.string('x00020010')?.trim() ?? '';
  if (transferSyntax(declared).deflated) {
    const inflated = inflateDataSet(bytes.subarray(dataStart), fileName);
    return readElements(inflated, 0, meta, declared, { explicitVr: true, bigEndian: false });
  }
  const found = encodingAt(bytes, dataStart) ?? transferSyntax(declared);
  const uid = contradicts(declared, found) ? plainSyntax(found) : declared;
  return readElements(bytes, dataStart, meta, uid, found);
}

interface Encoding {
  explicitVr: boolean;
  bigEndian: boolean;
}

function readElements(
  bytes: Uint8Array,
  start: number,
  meta: DataSet,
  transferSyntaxUid: string,
  encoding: Encoding,
): ParsedFile {
  const parser = encoding.bigEndian
    ? dicomParser.bigEndianByteArrayParser
    : dicomParser.littleEndianByteArrayParser;
  const data = emptyDataSet(bytes, parser);
  const stream = new dicomParser.ByteStream(parser, bytes, start);
  try {
    if (encoding.explicitVr) dicomParser.parseDicomDataSetExplicit(data, stream);
    else dicomParser.parseDicomDataSetImplicit(data, stream);
    if (stream.position > bytes.length) throw new RangeError('last element passes the end');
  } catch (error) {
    if (!isComplete(data, stream.position) && !isDirectory(meta)) throw error;
  }
  return { meta, data, transferSyntaxUid, bigEndian: encoding.bigEndian };
}

/** True when what could not be parsed follows the pixels, or is a few zero bytes of padding. */
function isComplete(data: DataSet, stoppedAt: number): boolean {
  const pixels = data.elements['x7fe00010'];
  if (pixels === undefined) {
    const rest = data.byteArray.subarray(stoppedAt);
    return stoppedAt <= data.byteArray.length && rest.every((byte) => byte === 0);
  }
  return pixels.dataOffset + pixels.length <= data.byteArray.length;
}

/** A DICOMDIR is only recognised, never used, so that its record list may be broken. */
function isDirectory(meta: DataSet): boolean {
  return meta.string('x00020002') === mediaDirectorySopClass;
}

function readMeta(meta: DataSet, start: number): number {
  const bytes = meta.byteArray;
  const stream = new dicomParser.ByteStream(meta.byteArrayParser, bytes, start);
  // Stepping by group number, not by group length: the length is often missing or wrong.
  while (bytes.length - stream.position >= 8 && groupAt(bytes, stream.position, false) === 2) {
    const element = dicomParser.readDicomElementExplicit(stream, meta.warnings);
    meta.elements[element.tag] = element;
  }
  return stream.position;
}

function emptyDataSet(bytes: Uint8Array, parser: ByteArrayParser): DataSet {
  return new DataSetClass(parser, bytes, {});
}

/** The encoding that the first element shows; null when there is none to look at. */
function encodingAt(bytes: Uint8Array, at: number): Encoding | null {
  if (bytes.length - at < 8) return null;
  const bigEndian = groupAt(bytes, at, false) > 0xff && groupAt(bytes, at, true) <= 0xff;
  return { explicitVr: knownVrs.has(ascii(bytes, at + 4, 2)), bigEndian };
}

/** Only an uncompressed syntax is corrected: of a compressed one the name must stay. */
function contradicts(declared: string, found: Encoding): boolean {
  const syntax = transferSyntax(declared);
  if (declared === '') return true;
  if (syntax.compression !== 'none') return false;
  return syntax.explicitVr !== found.explicitVr || syntax.bigEndian !== found.bigEndian;
}

function plainSyntax(found: Encoding): string {
  if (found.bigEndian) return explicitBigEndian;
  return found.explicitVr ? explicitLittleEndian : implicitLittleEndian;
}

function hasPrefix(bytes: Uint8Array): boolean {
  return bytes.length >= 132 && ascii(bytes, 128, 4) === 'DICM';
}

/** A data set without preamble starts with a low group and a VR, or with a plausible length. */
function looksLikeDataSet(bytes: Uint8Array): boolean {
  const encoding = encodingAt(bytes, 0);
  if (encoding === null) return false;
  const group = groupAt(bytes, 0, encoding.bigEndian);
  if (![0x0002, 0x0004, 0x0008, 0x0010].includes(group)) return false;
  if (encoding.explicitVr) return true;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  return !encoding.bigEndian && length < 1024 && length + 8 <= bytes.length;
}

/** SOPClassUID values all start with the DICOM root; its text near the start settles the matter. */
function looksLikeImage(bytes: Uint8Array): boolean {
  return ascii(bytes, 0, Math.min(bytes.length, 2048)).includes('1.2.840.10008.');
}

function groupAt(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint16(at, !bigEndian);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

const knownVrs = new Set(
  (
    'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN ' +
    'UR US UT UV'
  ).split(' '),
);
