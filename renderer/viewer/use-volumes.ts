import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { VolumeRecord } from '../../studies/library/records.ts';
import type { VolumeData } from './volume-data.ts';
import { closeVolume, openVolume, retryVolume } from './volume-load.ts';

export interface VolumesInUse {
  /** In the order of the records; null where there was no memory for one. */
  readonly data: ShallowRef<readonly (VolumeData | null)[]>;
  readonly news: Ref<number>;
  readonly progress: Ref<number>;
  readonly failure: ShallowRef<unknown>;
  retry: () => void;
}

/** Holds the samples of several volumes, as `useVolume` holds those of one. */
export function useVolumes(records: () => readonly VolumeRecord[]): VolumesInUse {
  const data = shallowRef<readonly (VolumeData | null)[]>([]);
  const news = ref(0);
  const progress = ref(0);
  const failure = shallowRef<unknown>(null);
  let stops: (() => void)[] = [];

  function release(): void {
    for (const stop of stops) stop();
    stops = [];
    for (const volume of data.value) if (volume) closeVolume(volume);
    data.value = [];
  }
  function update(): void {
    news.value++;
    const all = data.value.reduce((sum, volume) => sum + (volume?.progress ?? 0), 0);
    progress.value = data.value.length === 0 ? 0 : all / data.value.length;
    failure.value = data.value.find((volume) => volume?.error)?.error ?? failure.value;
  }
  function open(record: VolumeRecord): VolumeData | null {
    try {
      return openVolume(record);
    } catch (error) {
      failure.value = error;
      return null;
    }
  }
  watch(
    () =>
      records()
        .map((record) => record.id)
        .join(' '),
    () => {
      release();
      failure.value = null;
      data.value = records().map(open);
      stops = data.value.flatMap((volume) => (volume ? [volume.onNews(update)] : []));
      update();
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(release);
  return {
    data,
    news,
    progress,
    failure,
    retry: () => {
      failure.value = null;
      for (const volume of data.value) if (volume) retryVolume(volume);
    },
  };
}
