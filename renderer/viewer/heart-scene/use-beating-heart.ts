import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { HeartResult } from '../../../studies/library/heart-records.ts';
import { isAbort } from '../../client/errors.ts';
import { buildBeatingHeart, type BeatingHeart, type LoadLabels } from './surfaces.ts';

/** The surfaces of a result, built anew when its contours change; the old ones stand until then. */
export function useBeatingHeart(
  result: () => HeartResult,
  load: () => LoadLabels,
): {
  heart: ShallowRef<BeatingHeart | null>;
  progress: Ref<number>;
  failure: ShallowRef<unknown>;
  again: () => void;
} {
  const heart = shallowRef<BeatingHeart | null>(null);
  const progress = ref(0);
  const failure = shallowRef<unknown>(null);
  let abort = new AbortController();

  async function build(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    progress.value = 0;
    failure.value = null;
    try {
      const built = await buildBeatingHeart(
        result(),
        load(),
        (share) => {
          if (!signal.aborted) progress.value = share;
        },
        signal,
      );
      if (!built) return;
      heart.value = built;
      progress.value = 1;
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) failure.value = error;
    }
  }
  watch([() => result().id, () => result().edited], () => void build(), { immediate: true });
  onScopeDispose(() => abort.abort());
  return { heart, progress, failure, again: () => void build() };
}
