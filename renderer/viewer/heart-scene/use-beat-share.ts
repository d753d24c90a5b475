import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { BeatClock } from '../beat.ts';

export interface BeatShare {
  /** Where in the beat, 0 to below 1. */
  readonly share: Ref<number>;
  readonly playing: Ref<boolean>;
  toggle: () => void;
  /** Go to a share and stop there. */
  seek: (share: number) => void;
}

/** Plays through the beat, for pictures of several lengths that are to stay in step. */
export function useBeatShare(periodMs: () => number): BeatShare {
  const share = ref(0);
  const playing = ref(false);
  const clock = new BeatClock(periodMs());
  let frame = 0;

  function tick(): void {
    share.value = clock.shareAt(performance.now());
    frame = requestAnimationFrame(tick);
  }
  function pause(): void {
    cancelAnimationFrame(frame);
    clock.pause(performance.now());
    playing.value = false;
  }
  function toggle(): void {
    if (playing.value) return pause();
    playing.value = true;
    clock.play(performance.now());
    frame = requestAnimationFrame(tick);
  }
  function seek(next: number): void {
    pause();
    clock.seek(next, performance.now());
    share.value = clock.shareAt(performance.now());
  }
  watch(periodMs, (now) => clock.set(now, 1, performance.now()));
  onScopeDispose(pause);
  return { share, playing, toggle, seek };
}
