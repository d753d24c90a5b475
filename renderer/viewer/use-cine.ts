import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue';
import type { VolumeRecord } from '../../studies/library/records.ts';
import { BeatClock, beatOf, phaseAt } from './beat.ts';
import type { VolumeData } from './volume-data.ts';

export const speeds = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/**
 * Plays several cines in step: each shows the phase that belongs to the same share of the beat.
 * The rate is that of the volume `lead`. A phase that has not arrived leaves the last one standing.
 */
export function useCine(
  records: () => readonly VolumeRecord[],
  data: () => readonly (VolumeData | null)[],
  lead: () => number,
) {
  const beats = computed(() => records().map(beatOf));
  const leadBeat = computed(() => beats.value[lead()] ?? beats.value[0]!);
  const speed = ref(1);
  const playing = ref(false);
  /** Phase shown of each volume. */
  const phases = shallowRef<readonly number[]>([]);
  const shownFps = ref(0);
  const clock = new BeatClock(leadBeat.value.periodMs);
  let frame = 0;
  let changes: number[] = [];

  function show(now: number): void {
    const share = clock.shareAt(now);
    const next = beats.value.map((beat, n) => {
      const phase = phaseAt(beat, share);
      const volume = data()[n];
      return volume?.hasPhase(phase) ? phase : (phases.value[n] ?? 0);
    });
    if (next[lead()] !== phases.value[lead()]) changes.push(now);
    if (next.some((phase, n) => phase !== phases.value[n]) || phases.value.length !== next.length) {
      phases.value = next;
    }
  }
  function tick(): void {
    // Not the time stamp of the frame: that one may lie before the moment `play` was called.
    const now = performance.now();
    show(now);
    changes = changes.filter((at) => now - at < 2000);
    const first = changes[0];
    const last = changes[changes.length - 1];
    const fps =
      first !== undefined && last !== undefined && last > first
        ? ((changes.length - 1) * 1000) / (last - first)
        : 0;
    // Told four times a second, so that the figure can be read.
    if (Math.floor(now / 250) !== Math.floor((now - 17) / 250)) shownFps.value = fps;
    frame = requestAnimationFrame(tick);
  }
  function play(): void {
    if (playing.value) return;
    playing.value = true;
    changes = [];
    clock.play(performance.now());
    frame = requestAnimationFrame(tick);
  }
  function pause(): void {
    cancelAnimationFrame(frame);
    clock.pause(performance.now());
    playing.value = false;
    shownFps.value = 0;
  }
  function goTo(phase: number): void {
    const { startsMs, periodMs } = leadBeat.value;
    const count = startsMs.length;
    const wanted = ((phase % count) + count) % count;
    clock.seek(startsMs[wanted]! / periodMs, performance.now());
    show(performance.now());
  }
  function step(by: number): void {
    pause();
    goTo((phases.value[lead()] ?? 0) + by);
  }
  watch([leadBeat, speed], () =>
    clock.set(leadBeat.value.periodMs, speed.value, performance.now()),
  );
  watch(records, () => {
    phases.value = [];
    clock.seek(0, performance.now());
    show(performance.now());
  });
  onMounted(() => show(performance.now()));
  onBeforeUnmount(() => cancelAnimationFrame(frame));
  return { leadBeat, speed, playing, phases, shownFps, play, pause, goTo, step };
}
