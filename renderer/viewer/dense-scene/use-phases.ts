import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { isAbort } from '../../client/errors.ts';

/** Phases asked for at a time. */
const atOnce = 3;

export interface PhasesInUse<T> {
  /** What has arrived of a phase; null until then. Reads `news`, so that views look again. */
  readonly at: (phase: number) => T | null;
  /** Grows with every arrival. */
  readonly news: Ref<number>;
  /** 0 to 1. */
  readonly progress: Ref<number>;
  readonly failure: ShallowRef<unknown>;
  readonly retry: () => void;
}

/**
 * Something of every phase of a beat, read once and then kept: playing never asks again. The phase
 * on the screen comes first. `key` names what is read; another key, or null, lets everything go.
 */
export function usePhases<T>(
  key: () => string | null,
  count: () => number,
  first: () => number,
  load: (phase: number, signal: AbortSignal) => Promise<T>,
): PhasesInUse<T> {
  let kept: (T | undefined)[] = [];
  let abort = new AbortController();
  const news = ref(0);
  const progress = ref(0);
  const failure = shallowRef<unknown>(null);

  async function fill(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const phases = count();
    const start = first();
    const left = Array.from({ length: phases }, (_, n) => (start + n) % phases).filter(
      (phase) => kept[phase] === undefined,
    );
    failure.value = null;
    const tell = () => {
      news.value++;
      progress.value = kept.filter((one) => one !== undefined).length / Math.max(1, phases);
    };
    const worker = async () => {
      for (let phase = left.shift(); phase !== undefined; phase = left.shift()) {
        const got = await load(phase, signal);
        if (signal.aborted) return;
        kept[phase] = got;
        tell();
      }
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, worker));
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) failure.value = error;
    }
  }
  watch(
    key,
    (now) => {
      abort.abort();
      kept = [];
      progress.value = 0;
      news.value++;
      failure.value = null;
      if (now !== null) void fill();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    abort.abort();
    kept = [];
  });
  return {
    at: (phase) => (news.value >= 0 ? (kept[phase] ?? null) : null),
    news,
    progress,
    failure,
    retry: () => void fill(),
  };
}
