import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type {
  ProjectionsRecord,
  StudyRecord,
  VolumeRecord,
} from '../../studies/library/records.ts';
import { call } from '../client/call.ts';
import { translate } from '../locale/translate.ts';
import { filterStudies, sortStudies, type StudySort } from './study-order.ts';
import { useToasts } from './toasts.ts';

/** The studies that the library holds, and how the browser shows them. */
export const useLibrary = defineStore('library', () => {
  const toasts = useToasts();
  const studies = shallowRef<readonly StudyRecord[]>([]);
  const loaded = ref(false);
  const search = ref('');
  const modality = ref('');
  const sort = ref<StudySort>({ by: 'imported', down: true });

  const shown = computed(() =>
    sortStudies(filterStudies(studies.value, search.value, modality.value), sort.value),
  );
  const modalities = computed(() =>
    [...new Set(studies.value.flatMap((s) => s.series.map((e) => e.modality)))].sort(),
  );

  async function load(): Promise<void> {
    await toasts.guard(async () => {
      studies.value = (await call('GET /api/studies')).studies;
      loaded.value = true;
    });
  }

  /** Hide a study at once and offer to bring it back. */
  async function remove(study: StudyRecord): Promise<void> {
    await toasts.guard(async () => {
      await call('DELETE /api/studies/:uid', { params: { uid: study.uid } });
      studies.value = studies.value.filter((other) => other.uid !== study.uid);
      toasts.show({
        message: translate('library.removed'),
        button: { label: translate('library.undo'), run: () => void restore(study.uid) },
      });
    });
  }

  async function restore(uid: string): Promise<void> {
    await toasts.guard(async () => {
      await call('POST /api/studies/:uid/restore', { params: { uid } });
      await load();
    });
  }

  /** Counts up when the search box should take the focus. */
  const searchAsked = ref(0);
  function askSearch(): void {
    searchAsked.value += 1;
  }

  function study(uid: string): StudyRecord | undefined {
    return studies.value.find((candidate) => candidate.uid === uid);
  }

  function volume(id: string): VolumeRecord | undefined {
    for (const candidate of studies.value.flatMap((s) => s.series)) {
      const found = candidate.volumes.find((v) => v.id === id);
      if (found) return found;
    }
    return undefined;
  }

  function projections(id: string): ProjectionsRecord | undefined {
    return studies.value.flatMap((s) => s.projections).find((candidate) => candidate.id === id);
  }

  return {
    studies,
    loaded,
    search,
    modality,
    sort,
    shown,
    modalities,
    load,
    remove,
    restore,
    study,
    volume,
    projections,
    searchAsked,
    askSearch,
  };
});
