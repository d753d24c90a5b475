import type { AnyHeartRequest, HeartProgress, HeartReply } from './messages.ts';

export interface HeartHooks {
  onProgress(progress: HeartProgress): void;
  /** Looked at between batches. */
  cancelled(): boolean;
}

/**
 * Answers one request to the whole-heart model. Blocks its thread for a batch at a time, so it belongs
 * in a process of its own.
 *
 * Throws SparrowError (model/*, cardiac/*) or Cancelled.
 */
export function answerHeart(_request: AnyHeartRequest, _hooks: HeartHooks): Promise<HeartReply> {
  return Promise.reject(new Error('being written'));
}
