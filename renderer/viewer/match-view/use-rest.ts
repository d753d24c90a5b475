import { onScopeDispose, ref, type Ref } from 'vue';

/** Two changes closer than this are a movement; one alone is drawn in full at once. */
const movementMs = 100;
/** After so long without a change the picture is drawn in full. */
const restMs = 120;

/**
 * Whether something moves: pictures are drawn coarse then, and in full once it rests. Both times
 * count from the frame in which the last change was drawn, so that a slow machine, which needs it
 * most, does not take its own slowness for rest. `touch(true)` is sure to be part of a movement.
 */
export function useRest(): { moving: Ref<boolean>; touch: (sure?: boolean) => void } {
  const moving = ref(false);
  let drawn = -Infinity;
  let waiting = false;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function touch(sure = false): void {
    if (sure || waiting || performance.now() - drawn < movementMs) moving.value = true;
    waiting = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      waiting = false;
      drawn = performance.now();
      timer = setTimeout(() => (moving.value = false), restMs);
    });
  }
  onScopeDispose(() => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  });
  return { moving, touch };
}
