import { computed, shallowRef, watch, type Ref } from 'vue';
import { beatOf, phaseAt } from '../../viewer/beat.ts';
import type { PlaneQuad } from '../../viewer/heart-scene/quads.ts';
import { scanFrame } from '../../viewer/planes.ts';
import { readSlice, type Slice } from '../../viewer/slice.ts';
import { useVolumes } from '../../viewer/use-volumes.ts';
import { openingWindow, type WindowLevel } from '../../viewer/window-level.ts';
import { useLibrary } from '../../stores/library.ts';
import type { HeartResult } from '../../../studies/library/heart-records.ts';

/** Pictures of all planes of a result at the phase of its lead volume, in step through the beat. */
export function useHeartSlices(
  result: () => HeartResult,
  phase: () => number,
): {
  share: Ref<number>;
  news: Ref<number>;
  progress: Ref<number>;
  failure: Ref<unknown>;
  retry: () => void;
  /** Null where nothing has arrived, or the volume has left the library. */
  sliceOf: (quad: PlaneQuad) => { slice: Slice; window: WindowLevel } | null;
} {
  const library = useLibrary();
  const records = computed(() => {
    const used = result().planes.filter((plane) => plane.used);
    const ids = [...new Set(used.map(({ volumeId }) => volumeId))];
    return ids.flatMap((id) => library.volume(id) ?? []);
  });
  const { data, news, progress, failure, retry } = useVolumes(() => records.value);
  const windows = shallowRef(new Map<string, WindowLevel>());
  watch(records, () => (windows.value = new Map()));

  const share = computed(() => {
    const lead = library.volume(result().leadVolumeId);
    if (!lead) return phase() / result().phases;
    const beat = beatOf(lead);
    return (beat.startsMs[phase()] ?? 0) / beat.periodMs;
  });

  function sliceOf({ plane }: PlaneQuad): { slice: Slice; window: WindowLevel } | null {
    const n = records.value.findIndex(({ id }) => id === plane.volumeId);
    const source = data.value[n];
    if (!source) return null;
    const own = phaseAt(beatOf(source.record), share.value);
    const slice = readSlice(source, scanFrame(source.record), plane.slice, own);
    if (!slice) return null;
    // Kept once found, so that later arrivals never shift the grey.
    const window = windows.value.get(plane.volumeId) ?? openingWindow(source.record, source);
    windows.value.set(plane.volumeId, window);
    return { slice, window };
  }
  return { share, news, progress, failure, retry, sliceOf };
}
