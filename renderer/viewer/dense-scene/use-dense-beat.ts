import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { DenseResult } from '../../../studies/library/dense-records.ts';
import { BeatClock, beatOf, phaseAt, type Beat } from '../beat.ts';
import { speeds } from '../use-cine.ts';

export interface DenseBeat {
  readonly beat: ComputedRef<Beat>;
  /** Place among the phases that were made, from 0. */
  readonly phase: Ref<number>;
  readonly playing: Ref<boolean>;
  readonly speed: Ref<number>;
  /** Phases shown a second, told four times a second. */
  readonly shownFps: Ref<number>;
  readonly canPlay: ComputedRef<boolean>;
  readonly toggle: () => void;
  /** Go to a phase and stand there. */
  readonly goTo: (phase: number) => void;
  readonly step: (by: number) => void;
  readonly changeSpeed: (by: number) => void;
}

/** The clock of the dense heart: its phases at the heart's own rate, everything on the screen in step. */
export function useDenseBeat(result: () => DenseResult | null): DenseBeat {
  const beat = computed(() =>
    beatOf({
      phases: result()?.phases.length ?? 1,
      phaseTimesMs: null,
      rrIntervalMs: result()?.rrIntervalMs ?? null,
    }),
  );
  const count = computed(() => beat.value.startsMs.length);
  const canPlay = computed(() => count.value > 1);
  const phase = ref(0);
  const playing = ref(false);
  const speed = ref(1);
  const shownFps = ref(0);
  const clock = new BeatClock(beat.value.periodMs);
  let frame = 0;
  let changes: number[] = [];

  function tick(): void {
    const now = performance.now();
    const next = phaseAt(beat.value, clock.shareAt(now));
    if (next !== phase.value) changes.push(now);
    phase.value = next;
    changes = changes.filter((at) => now - at < 2000);
    const spanMs = (changes.at(-1) ?? 0) - (changes[0] ?? 0);
    if (Math.floor(now / 250) !== Math.floor((now - 17) / 250)) {
      shownFps.value = spanMs > 0 ? ((changes.length - 1) * 1000) / spanMs : 0;
    }
    frame = requestAnimationFrame(tick);
  }
  function play(): void {
    if (playing.value || !canPlay.value) return;
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
  function goTo(next: number): void {
    pause();
    const at = ((next % count.value) + count.value) % count.value;
    clock.seek((beat.value.startsMs[at] ?? 0) / beat.value.periodMs, performance.now());
    phase.value = at;
  }
  function changeSpeed(by: number): void {
    const at = speeds.findIndex((option) => option >= speed.value);
    speed.value = speeds[Math.min(Math.max(at + by, 0), speeds.length - 1)]!;
  }
  watch([beat, speed], () => clock.set(beat.value.periodMs, speed.value, performance.now()));
  watch(
    () => result()?.id,
    () => {
      if (phase.value >= count.value) goTo(0);
      // Opens moving, unless the reader's system asks for stillness.
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches) play();
    },
    { immediate: true },
  );
  onScopeDispose(pause);
  return {
    beat,
    phase,
    playing,
    speed,
    shownFps,
    canPlay,
    toggle: () => (playing.value ? pause() : play()),
    goTo,
    step: (by) => goTo(phase.value + by),
    changeSpeed,
  };
}
