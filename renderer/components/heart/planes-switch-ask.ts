import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { HeartWithout } from '../../../studies/library/heart-records.ts';
import { call } from '../../client/call.ts';
import { isAbort } from '../../client/errors.ts';

/** Several boxes are often ticked in a row: the engine is asked when the hand rests. */
const restMs = 350;

/**
 * The numbers of a heart with slots turned off, asked for whenever `off` changes. Only the latest
 * question is answered; with nothing off there is nothing to ask and the answer is null.
 */
export function useWithout(
  resultId: () => string,
  off: () => readonly number[],
): {
  answer: ShallowRef<HeartWithout | null>;
  waiting: Ref<boolean>;
  failure: ShallowRef<unknown>;
  ask: () => void;
} {
  const answer = shallowRef<HeartWithout | null>(null);
  const waiting = ref(false);
  const failure = shallowRef<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort = new AbortController();

  function stop(): void {
    clearTimeout(timer);
    abort.abort();
    abort = new AbortController();
  }
  async function send(): Promise<void> {
    const { signal } = abort;
    try {
      const body = { slotsOff: [...off()] };
      const found = await call('POST /api/hearts/:id/without', {
        params: { id: resultId() },
        body,
        signal,
      });
      if (signal.aborted) return;
      answer.value = found;
      waiting.value = false;
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      answer.value = null;
      failure.value = error;
      waiting.value = false;
    }
  }
  function ask(): void {
    stop();
    failure.value = null;
    waiting.value = off().length > 0;
    if (off().length === 0) answer.value = null;
    else timer = setTimeout(() => void send(), restMs);
  }
  watch(() => off().join(' '), ask);
  watch(resultId, () => {
    answer.value = null;
    ask();
  });
  onScopeDispose(stop);
  return { answer, waiting, failure, ask };
}
