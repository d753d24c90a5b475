import type { MessageCode } from '../../messages/catalogue.ts';
import type { MessageParams } from '../../messages/sparrow-error.ts';
import type { DecodedFrame, InstanceHeader } from '../types.ts';

/** A file by its path, or its bytes (copied to the worker). */
export type FileSource = string | Uint8Array;

/** One file for one worker; a worker has one at a time. */
export interface WorkerRequest {
  source: FileSource;
  fileName: string;
  /** 'none' reads the header only. */
  frames: readonly number[] | 'all' | 'none';
  hash: boolean;
}

export interface WorkerResult {
  header: InstanceHeader;
  frames: DecodedFrame[];
  /** Hex SHA-256 of the file; '' unless asked for. */
  sha256: string;
  byteLength: number;
}

export type WorkerReply =
  { ok: true; result: WorkerResult } | { ok: false; code: MessageCode; params: MessageParams };
