import { computed, onBeforeUnmount, shallowRef, watch, type ComputedRef } from 'vue';
import type { ProjectionsRecord } from '../../studies/library/records.ts';
import { fetchViews } from '../client/projections.ts';
import { viewPicture } from './projection-picture.ts';
import type { Slice } from './slice.ts';
import { ViewStore } from './view-store.ts';

export interface ScanViews {
  /** The view that is looked at; null while it has not arrived. */
  picture: ComputedRef<Slice | null>;
  progress: ComputedRef<number>;
  failure: ComputedRef<unknown>;
  retry: () => void;
}

/** The views of a scan, loaded around the one that is looked at. */
export function useScanViews(record: () => ProjectionsRecord, view: () => number): ScanViews {
  const news = shallowRef(0);
  const store = shallowRef(open());

  function open(): ViewStore {
    const { id, views, columns, rows } = record();
    const size = { views, pixels: columns * rows };
    return new ViewStore(
      size,
      (from, to, signal) => fetchViews(id, from, to, signal),
      () => news.value++,
    );
  }

  watch(
    () => record().id,
    () => {
      store.value.close();
      store.value = open();
      store.value.want(view());
    },
  );
  watch(view, (now) => store.value.want(now), { immediate: true });
  onBeforeUnmount(() => store.value.close());

  return {
    picture: computed(() => {
      void news.value;
      const values = store.value.view(view());
      return values ? viewPicture(values, record().columns, record().rows) : null;
    }),
    progress: computed(() => {
      void news.value;
      return store.value.progress;
    }),
    failure: computed(() => {
      void news.value;
      return store.value.failure;
    }),
    retry: () => {
      store.value.retry();
      news.value++;
    },
  };
}
