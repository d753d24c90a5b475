import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { requireBytes, requireSize } from './file-frames.ts';
import type { Frame } from './frame-source.ts';
import type { ProjectionFile } from './projection-scan.ts';
import { unpackXim } from './xim-pixels.ts';

/** A XIM file taken apart; its pixels still packed. */
export interface XimFile {
  /** 0 by 0 in the files that a scanner writes without a picture. */
  readonly columns: number;
  readonly rows: number;
  readonly packed: boolean;
  readonly bytesPerPixel: number;
  readonly table: Uint8Array;
  readonly data: Uint8Array;
  /** Single numbers among the properties, by name. */
  readonly properties: ReadonlyMap<string, number>;
}

/**
 * Takes a XIM file apart: header, pixel data, histogram, properties, all little-endian. Throws
 * SparrowError 'projections/damaged-view', 'cut-view' or 'unknown-compression'.
 */
export function parseXim(name: string, bytes: Uint8Array): XimFile {
  const reader = new Reader(name, bytes);
  const mark = reader.text(8);
  if (!mark.startsWith('VMS.XI')) {
    const reason = 'it does not begin as one';
    throw new SparrowError('projections/damaged-view', { file: name, format: 'XIM', reason });
  }
  reader.int();
  const [columns, rows] = [reader.int(), reader.int()];
  reader.int();
  const bytesPerPixel = reader.int();
  const compression = reader.int();
  if (compression !== 0 && compression !== 1) {
    const kind = `XIM compression ${compression}`;
    throw new SparrowError('projections/unknown-compression', { file: name, kind });
  }
  if (columns * rows !== 0) requireSize(name, 'XIM', columns, rows);
  const packed = compression === 1;
  const table = packed ? reader.block(reader.int()) : new Uint8Array(0);
  const data = reader.block(reader.int());
  if (packed) reader.int();
  reader.block(4 * reader.int());
  return { columns, rows, packed, bytesPerPixel, table, data, properties: readProperties(reader) };
}

/** The pixels. Throws SparrowError 'projections/damaged-view' or 'unsupported-pixels'. */
export function ximPixels(name: string, xim: XimFile): Frame {
  const { columns, rows, data, bytesPerPixel } = xim;
  if (xim.packed) {
    const pixels = unpackXim(xim.table, data, columns, rows);
    if (pixels) return pixels;
    const reason = 'its packed pixels do not add up';
    throw new SparrowError('projections/damaged-view', { file: name, format: 'XIM', reason });
  }
  requireBytes(name, data.length, columns * rows * bytesPerPixel);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const length = columns * rows;
  if (bytesPerPixel === 2)
    return Uint16Array.from({ length }, (_, n) => view.getUint16(2 * n, true));
  if (bytesPerPixel === 4) return Int32Array.from({ length }, (_, n) => view.getInt32(4 * n, true));
  const kind = `${bytesPerPixel} bytes each`;
  throw new SparrowError('projections/unsupported-pixels', { file: name, kind });
}

/** One XIM of a scan, its properties read and its pixels left packed on disk. */
export interface XimView {
  readonly file: ProjectionFile;
  readonly columns: number;
  readonly rows: number;
  readonly properties: ReadonlyMap<string, number>;
}

export async function readXimHeader(file: ProjectionFile): Promise<XimView> {
  const { columns, rows, properties } = parseXim(basename(file.name), await file.bytes());
  return { file, columns, rows, properties };
}

export async function readXimPixels(file: ProjectionFile): Promise<Frame> {
  const name = basename(file.name);
  return ximPixels(name, parseXim(name, await file.bytes()));
}

/** Property types: integer, number, then strings and lists, which Sparrow passes over. */
function readProperties(reader: Reader): Map<string, number> {
  const properties = new Map<string, number>();
  const count = reader.int();
  for (let n = 0; n < count; n++) {
    const key = reader.text(reader.int());
    const type = reader.int();
    if (type === 0) properties.set(key, reader.int());
    else if (type === 1) properties.set(key, reader.double());
    else reader.block(reader.int());
  }
  return properties;
}

/** Reads on and on, and says so when the file ends first. */
class Reader {
  readonly #name: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(name: string, bytes: Uint8Array) {
    this.#name = name;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  #step(length: number): number {
    const from = this.#at;
    if (length < 0) {
      const params = { file: this.#name, format: 'XIM', reason: 'a length in it is negative' };
      throw new SparrowError('projections/damaged-view', params);
    }
    requireBytes(this.#name, this.#bytes.length, from + length);
    this.#at += length;
    return from;
  }

  int(): number {
    return this.#view.getInt32(this.#step(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#step(8), true);
  }

  block(length: number): Uint8Array {
    const from = this.#step(length);
    return this.#bytes.subarray(from, from + length);
  }

  text(length: number): string {
    return Buffer.from(this.block(length)).toString('latin1');
  }
}
