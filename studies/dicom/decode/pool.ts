import type { DecodedFrame, InstanceHeader } from '../types.ts';

/** A file by its path, or its bytes (copied to the worker). */
export type FileSource = string | Uint8Array;

/** Everything an import needs of one file, from one trip to a worker. */
export interface LoadedInstance {
  header: InstanceHeader;
  /** Hex SHA-256 of the file's bytes. */
  sha256: string;
  byteLength: number;
  /** All frames in order, stored values before rescale; empty when `header.image` is null. */
  frames: DecodedFrame[];
}

export interface DecodePoolOptions {
  /** Worker threads; default: the number of cores less one, at least 1, at most 8. */
  size?: number;
  /** Entry of the worker thread; default `worker.ts` beside this file. A bundle names its own. */
  workerUrl?: URL;
  /** A file that takes longer is refused and its worker replaced. Default 120 000. */
  timeoutMs?: number;
}

/**
 * Reads and decodes DICOM files off the main thread. Each promise rejects with a SparrowError when
 * the file cannot be used (codes `dicom/*`); a file that crashes or hangs its worker is refused with
 * `dicom/decode-failed` and the pool goes on. `fileName` is the base name used in sentences.
 */
export interface DecodePool {
  read(source: FileSource, fileName: string): Promise<InstanceHeader>;
  decode(
    source: FileSource,
    fileName: string,
    frames?: readonly number[] | 'all',
  ): Promise<DecodedFrame[]>;
  /** Header, hash and pixels of one file, with one read of its bytes. */
  load(source: FileSource, fileName: string): Promise<LoadedInstance>;
  /** Ends the workers; pending calls reject. */
  close(): Promise<void>;
}

export declare function createDecodePool(options?: DecodePoolOptions): DecodePool;
