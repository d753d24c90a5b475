import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { isMediaDirectory } from '../read/header.ts';
import { readInstance } from '../read/instance.ts';
import { decodeFrames } from './decode-frames.ts';
import { readFileBytes } from './file-bytes.ts';
import { handedOver } from './handed-over.ts';
import type { WorkerReply, WorkerRequest, WorkerResult } from './worker-messages.ts';

/** Worker thread of the decode pool: one request in, one reply out, pixels handed over uncopied. */
parentPort?.on('message', (request: WorkerRequest) => {
  void answer(request).then((reply) => {
    parentPort?.postMessage(reply, reply.ok ? pixelBuffers(reply.result) : []);
  });
});

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  try {
    return { ok: true, result: await work(request) };
  } catch (error) {
    if (error instanceof SparrowError) {
      return { ok: false, code: error.code, params: error.params };
    }
    return { ok: false, code: 'dicom/decode-failed', params: { file: request.fileName } };
  }
}

async function work({ source, fileName, frames, hash }: WorkerRequest): Promise<WorkerResult> {
  const bytes = typeof source === 'string' ? readFileBytes(source, fileName) : source;
  const sha256 = hash ? createHash('sha256').update(bytes).digest('hex') : '';
  const instance = readInstance(bytes, fileName);
  if (isMediaDirectory(instance.header)) {
    throw new SparrowError('dicom/directory', { file: fileName });
  }
  const decoded = frames === 'none' ? [] : handedOver(await decodeFrames(instance, frames));
  return { header: instance.header, frames: decoded, sha256, byteLength: bytes.byteLength };
}

/** Uncompressed frames are views into the file's own buffer, so several may share one. */
function pixelBuffers({ frames }: WorkerResult): ArrayBuffer[] {
  return [...new Set(frames.map(({ pixels }) => pixels.buffer as ArrayBuffer))];
}
