import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import type { ProjectionsRecord } from '../../studies/library/records.ts';
import { fetchSinogram } from '../client/projections.ts';
import { sinogramPicture } from './projection-picture.ts';
import type { Slice } from './slice.ts';

/** Rows kept, so that a line dragged back and forth asks for each once. */
const keptRows = 48;

export interface Sinogram {
  /** Stands until the next one is here. */
  picture: ShallowRef<Slice | null>;
  failure: ShallowRef<unknown>;
  retry: () => void;
}

/**
 * The sinogram of the detector row that is looked at. One request at a time: while it is under way
 * only the newest wish is remembered.
 */
export function useSinogram(record: () => ProjectionsRecord, row: () => number): Sinogram {
  const picture = shallowRef<Slice | null>(null);
  const failure = shallowRef<unknown>(null);
  const known = new Map<number, Slice>();
  let abort: AbortController | null = null;

  async function show(): Promise<void> {
    if (abort) return;
    const mine = new AbortController();
    abort = mine;
    try {
      for (;;) {
        const wanted = row();
        const made = known.get(wanted) ?? (await read(wanted, mine.signal));
        if (mine.signal.aborted) return;
        failure.value = null;
        picture.value = made;
        if (wanted === row()) return;
      }
    } catch (error) {
      if (!mine.signal.aborted) failure.value = error;
    } finally {
      if (abort === mine) abort = null;
    }
  }

  async function read(wanted: number, signal: AbortSignal): Promise<Slice> {
    const { id, columns, views } = record();
    const made = sinogramPicture(await fetchSinogram(id, wanted, signal), columns, views);
    if (signal.aborted) return made;
    known.set(wanted, made);
    for (const oldest of known.keys()) {
      if (known.size <= keptRows) break;
      known.delete(oldest);
    }
    return made;
  }

  function stop(): void {
    abort?.abort();
    abort = null;
  }

  watch(
    () => record().id,
    () => {
      stop();
      known.clear();
      picture.value = null;
      void show();
    },
  );
  watch(row, () => void show(), { immediate: true });
  onBeforeUnmount(stop);
  return { picture, failure, retry: () => void show() };
}
