import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { VolumeRecord } from '../../studies/library/records.ts';
import type { VolumeData } from './volume-data.ts';
import { closeVolume, openVolume, retryVolume } from './volume-load.ts';

export interface VolumeInUse {
  readonly data: ShallowRef<VolumeData | null>;
  /** Grows with every arrival; read it where a picture depends on what has arrived. */
  readonly news: Ref<number>;
  readonly progress: Ref<number>;
  readonly failure: ShallowRef<unknown>;
  retry: () => void;
}

/** Holds the samples of whichever volume `record` names for as long as the scope lives. */
export function useVolume(record: () => VolumeRecord | null | undefined): VolumeInUse {
  const data = shallowRef<VolumeData | null>(null);
  const news = ref(0);
  const progress = ref(0);
  const failure = shallowRef<unknown>(null);
  let stopListening = () => {};

  function release(): void {
    stopListening();
    stopListening = () => {};
    if (data.value) closeVolume(data.value);
    data.value = null;
  }

  function listen(opened: VolumeData): void {
    const update = () => {
      news.value++;
      progress.value = opened.progress;
      failure.value = opened.error;
    };
    stopListening = opened.onNews(update);
    update();
  }

  watch(
    () => record()?.id,
    () => {
      release();
      const next = record();
      failure.value = null;
      progress.value = 0;
      if (!next) return;
      try {
        const opened = openVolume(next);
        data.value = opened;
        listen(opened);
      } catch (error) {
        failure.value = error;
      }
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(release);

  const retry = () => {
    failure.value = null;
    if (data.value) retryVolume(data.value);
  };
  return { data, news, progress, failure, retry };
}
