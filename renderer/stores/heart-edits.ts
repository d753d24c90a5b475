import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { HeartEdit, HeartResult } from '../../studies/library/heart-records.ts';
import type { VolumeRecord } from '../../studies/library/records.ts';
import { call } from '../client/call.ts';
import { ClientError } from '../client/errors.ts';
import { fetchLabels, fetchModelLabels, saveLabels, type LabelPlace } from '../client/hearts.ts';
import { LabelHistory, type LabelChange } from '../viewer/labels-history.ts';
import { LabelMaps } from '../viewer/labels.ts';
import { useHearts } from './hearts.ts';
import { useLibrary } from './library.ts';
import { SaveQueue, type SaveState } from './save-queue.ts';

const keyOf = ({ volumeId, slice, phase }: LabelPlace) => `${volumeId}/${slice}/${phase}`;

/** The label maps of the result that is looked at, drawn on, and kept by the engine. */
export const useHeartEdits = defineStore('heartEdits', () => {
  const hearts = useHearts();
  const library = useLibrary();
  const resultId = ref<string | null>(null);
  /** By source volume; not reactive inside: `revision` grows with every change. */
  const maps = shallowRef<ReadonlyMap<string, LabelMaps>>(new Map());
  const revision = ref(0);
  const loading = ref(false);
  const failure = shallowRef<unknown>(null);
  const saveState = ref<SaveState>('saved');
  const saveError = shallowRef<unknown>(null);
  const waiting = ref(0);
  const history = new LabelHistory();
  /** When the engine's edit of a place was made: tells it which one this window has seen. */
  let stamps = new Map<string, string>();

  const queue = new SaveQueue<LabelPlace & { resultId: string }, Uint8Array | null>(
    async (place, labels) => {
      const expected = stamps.get(keyOf(place)) ?? '';
      hearts.take(await saveLabels(place.resultId, place, labels, expected));
      await readStamps(place.resultId);
    },
    (state, error) => {
      saveState.value = state;
      saveError.value = error;
      waiting.value = queue.count;
    },
  );

  /** Read the labels of a result unless they are here; what another one still has to save is saved. */
  async function open(result: HeartResult): Promise<void> {
    if (resultId.value === result.id && failure.value === null) return;
    void queue.flush();
    resultId.value = result.id;
    maps.value = new Map();
    failure.value = null;
    history.clear();
    loading.value = true;
    try {
      const read = await readMaps(result);
      if (resultId.value === result.id) maps.value = read;
    } catch (error) {
      if (resultId.value === result.id) failure.value = error;
    } finally {
      if (resultId.value === result.id) loading.value = false;
      revision.value++;
    }
  }

  async function readMaps(result: HeartResult): Promise<Map<string, LabelMaps>> {
    const edits = await readStamps(result.id);
    const read = result.labels.map(async ({ sourceVolumeId, labelsVolumeId }) => {
      const record = library.volume(sourceVolumeId);
      if (!record) return [];
      const made = new LabelMaps(gridOf(record), await fetchModelLabels(labelsVolumeId));
      const own = edits.filter((edit) => edit.sourceVolumeId === sourceVolumeId);
      await layIn(made, result.id, sourceVolumeId, own);
      return [[sourceVolumeId, made] as const];
    });
    return new Map((await Promise.all(read)).flat());
  }

  async function readStamps(id: string): Promise<HeartEdit[]> {
    const { edits } = await call('GET /api/hearts/:id/edits', { params: { id } });
    stamps = new Map(
      edits.map((edit) => [
        keyOf({ volumeId: edit.sourceVolumeId, slice: edit.slice, phase: edit.phase }),
        edit.created,
      ]),
    );
    return edits;
  }

  /** Show labels without keeping them, as while a stroke is drawn. */
  function preview({ volumeId, slice, phase }: LabelPlace, labels: Uint8Array | null): void {
    maps.value.get(volumeId)?.put(slice, phase, labels);
    revision.value++;
  }

  /** Keep labels of a slice: shown at once, saved after a pause, undone with `undo`. */
  function change(
    place: LabelPlace,
    labels: Uint8Array | null,
    before: Uint8Array | null = maps.value.get(place.volumeId)?.edited(place.slice, place.phase) ??
      null,
  ): void {
    const { volumeId, slice, phase } = place;
    if (!maps.value.has(volumeId) || (before === null && labels === null)) return;
    history.push({ volumeId, slice, phase, before, after: labels });
    put(place, labels);
  }

  function put(place: LabelPlace, labels: Uint8Array | null): void {
    if (resultId.value === null) return;
    preview(place, labels);
    queue.put(`${resultId.value} ${keyOf(place)}`, { ...place, resultId: resultId.value }, labels);
    waiting.value = queue.count;
  }

  /** Both tell which place changed, so that the reader is taken there; null when there is nothing. */
  function undo(): LabelChange | null {
    const step = history.undo();
    if (step) put(step, step.before);
    return step;
  }
  function redo(): LabelChange | null {
    const step = history.redo();
    if (step) put(step, step.after);
    return step;
  }

  const canUndo = computed(() => revision.value >= 0 && history.canUndo);
  const canRedo = computed(() => revision.value >= 0 && history.canRedo);

  /** Write what failed once more; a conflict is then settled in favour of this window. */
  async function retry(): Promise<void> {
    const conflict = saveError.value instanceof ClientError;
    if (conflict && resultId.value !== null) {
      await readStamps(resultId.value).catch(() => undefined);
    }
    await queue.retry();
  }

  return {
    resultId,
    maps,
    revision,
    loading,
    failure,
    saveState,
    saveError,
    waiting,
    canUndo,
    canRedo,
    open,
    preview,
    change,
    undo,
    redo,
    retry,
    flush: () => queue.flush(),
  };
});

const gridOf = ({ dims, phases }: VolumeRecord) => ({
  columns: dims[0],
  rows: dims[1],
  slices: dims[2],
  phases,
});

/** Puts a person's slices over the model's, read once for each phase that has some. */
async function layIn(
  made: LabelMaps,
  resultId: string,
  volumeId: string,
  edits: readonly HeartEdit[],
): Promise<void> {
  const size = made.grid.columns * made.grid.rows;
  const phases = [...new Set(edits.map(({ phase }) => phase))];
  await Promise.all(
    phases.map(async (phase) => {
      const labels = await fetchLabels(resultId, volumeId, phase);
      for (const { slice } of edits.filter((edit) => edit.phase === phase)) {
        made.put(slice, phase, labels.slice(slice * size, (slice + 1) * size));
      }
    }),
  );
}
