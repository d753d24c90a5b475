import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { isAbort } from '../../client/errors.ts';

/**
 * Something asked of the engine for as long as `key` stays: its answer, or why there is none. Both
 * null: still waiting.
 */
export function useAsked<T>(
  key: () => unknown,
  ask: (signal: AbortSignal) => Promise<T>,
): { answer: ShallowRef<T | null>; failure: ShallowRef<unknown>; again: () => void } {
  const answer = shallowRef<T | null>(null);
  const failure = shallowRef<unknown>(null);
  let abort = new AbortController();

  async function again(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    answer.value = null;
    failure.value = null;
    try {
      const found = await ask(signal);
      if (!signal.aborted) answer.value = found;
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) failure.value = error;
    }
  }
  watch(key, again, { immediate: true });
  onScopeDispose(() => abort.abort());
  return { answer, failure, again: () => void again() };
}
