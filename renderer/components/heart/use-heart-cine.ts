import { computed, ref, shallowRef, watch } from 'vue';
import type { HeartPlane } from '../../../studies/library/heart-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { beatOf, phaseAt } from '../../viewer/beat.ts';
import { scanFrame } from '../../viewer/planes.ts';
import { readSlice, type Slice } from '../../viewer/slice.ts';
import { speeds, useCine } from '../../viewer/use-cine.ts';
import { useVolumes } from '../../viewer/use-volumes.ts';
import { autoWindow, openingWindow, type WindowLevel } from '../../viewer/window-level.ts';

export type HeartCine = ReturnType<typeof useHeartCine>;

const plainWindow: WindowLevel = { centre: 128, width: 256 };

/** The cines of a study in step, asked for plane by plane; phases are counted in the lead volume. */
export function useHeartCine(
  volumes: () => readonly VolumeRecord[],
  leadId: () => string | undefined,
) {
  const { data, news, progress, failure, retry } = useVolumes(() => [...volumes()]);
  const indexOf = (volumeId: string) => volumes().findIndex(({ id }) => id === volumeId);
  const lead = computed(() => Math.max(0, indexOf(leadId() ?? '')));
  const cine = useCine(
    volumes,
    () => data.value,
    () => lead.value,
  );
  const { playing, phases, speed, leadBeat } = cine;
  const phase = computed(() => phases.value[lead.value] ?? 0);
  const frames = computed(() => new Map(volumes().map((record) => [record.id, scanFrame(record)])));

  const chosenWindows = shallowRef<ReadonlyMap<string, WindowLevel>>(new Map());
  // Found once a volume's first phase is here, so that later arrivals never shift the grey.
  const openingWindows = shallowRef<ReadonlyMap<string, WindowLevel>>(new Map());
  watch(
    news,
    () => {
      volumes().forEach((record, n) => {
        const volume = data.value[n];
        if (openingWindows.value.has(record.id) || !volume?.hasPhase(0)) return;
        openingWindows.value = new Map([
          ...openingWindows.value,
          [record.id, openingWindow(record, volume)],
        ]);
      });
    },
    { immediate: true },
  );
  const windowOf = (volumeId: string) =>
    chosenWindows.value.get(volumeId) ?? openingWindows.value.get(volumeId) ?? plainWindow;
  function setWindow(volumeId: string, window: WindowLevel): void {
    chosenWindows.value = new Map([...chosenWindows.value, [volumeId, window]]);
  }
  function auto(volumeId: string): void {
    const volume = data.value[indexOf(volumeId)];
    const found = volume ? autoWindow(volume) : null;
    if (found) setWindow(volumeId, found);
  }

  const frameOf = (plane: HeartPlane) => frames.value.get(plane.volumeId);
  const phaseOf = (plane: HeartPlane) => phases.value[indexOf(plane.volumeId)] ?? 0;
  const volumeOf = (plane: HeartPlane) => data.value[indexOf(plane.volumeId)] ?? null;
  function sliceOf(plane: HeartPlane): Slice | null {
    void news.value;
    const frame = frameOf(plane);
    const volume = volumeOf(plane);
    return frame && volume ? readSlice(volume, frame, plane.slice, phaseOf(plane)) : null;
  }
  /** The phase of a plane's own volume at a phase of the lead. */
  function phaseAtLead(plane: HeartPlane, leadPhase: number): number {
    const record = volumes()[indexOf(plane.volumeId)];
    const { startsMs, periodMs } = leadBeat.value;
    return record ? phaseAt(beatOf(record), (startsMs[leadPhase] ?? 0) / periodMs) : leadPhase;
  }

  // Opens moving, unless the reader's system asks for stillness or the reader has stopped it.
  const stopped = ref(matchMedia('(prefers-reduced-motion: reduce)').matches);
  watch(
    news,
    () => {
      if (playing.value) return;
      if (!stopped.value && data.value[lead.value]?.complete) cine.play();
      else cine.goTo(phase.value);
    },
    { immediate: true },
  );
  function toggle(): void {
    stopped.value = playing.value;
    if (playing.value) cine.pause();
    else cine.play();
  }
  function goTo(next: number): void {
    stopped.value = true;
    cine.pause();
    cine.goTo(next);
  }
  /** Stand still where it is, as for drawing. */
  function hold(): void {
    goTo(phase.value);
  }
  /** Go to where a plane's own volume shows its phase `own`. */
  function goToPhaseOf(plane: HeartPlane, own: number): void {
    const count = leadBeat.value.startsMs.length;
    const at = Array.from({ length: count }, (_, n) => phaseAtLead(plane, n)).indexOf(own);
    goTo(at < 0 ? own : at);
  }
  function changeSpeed(by: number): void {
    const at = speeds.findIndex((option) => option >= speed.value);
    speed.value = speeds[Math.min(Math.max(at + by, 0), speeds.length - 1)]!;
  }

  return {
    ...cine,
    phase,
    progress,
    failure,
    retry,
    windowOf,
    setWindow,
    auto,
    frameOf,
    phaseOf,
    goToPhaseOf,
    hold,
    volumeOf,
    sliceOf,
    toggle,
    goTo,
    step: (by: number) => goTo(phase.value + by),
    changeSpeed,
  };
}
