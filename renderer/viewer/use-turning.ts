import { onBeforeUnmount, ref, type Ref } from 'vue';

/** Views a second. */
export const viewRates = [5, 10, 20, 40] as const;

export interface Turning {
  playing: Ref<boolean>;
  rate: Ref<number>;
  toggle: () => void;
  pause: () => void;
  slower: () => void;
  faster: () => void;
}

/** Turns the gantry: `advance` is told how many views are due, however late a frame comes. */
export function useTurning(advance: (views: number) => void): Turning {
  const playing = ref(false);
  const rate = ref<number>(viewRates[1]);
  let frame = 0;
  let shownAt = 0;

  function tick(): void {
    const now = performance.now();
    const due = Math.floor(((now - shownAt) * rate.value) / 1000);
    if (due > 0) {
      shownAt += (due * 1000) / rate.value;
      advance(due);
    }
    frame = requestAnimationFrame(tick);
  }
  function pause(): void {
    cancelAnimationFrame(frame);
    playing.value = false;
  }
  function toggle(): void {
    if (playing.value) return pause();
    playing.value = true;
    shownAt = performance.now();
    frame = requestAnimationFrame(tick);
  }
  const step = (by: 1 | -1) => () => {
    const at = viewRates.findIndex((option) => option >= rate.value) + by;
    rate.value = viewRates[Math.min(Math.max(at, 0), viewRates.length - 1)]!;
  };
  onBeforeUnmount(pause);
  return { playing, rate, toggle, pause, slower: step(-1), faster: step(1) };
}
