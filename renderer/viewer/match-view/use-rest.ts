import { onScopeDispose, ref, type Ref } from 'vue';

/** Two changes closer than this are a movement; one alone is drawn in full at once. */
const movementMs = 100;
/** After so long without a change the picture is drawn in full. */
export const restMs = 120;

/** Whether something moves: pictures are drawn coarse then, and in full once it rests. */
export function useRest(): { moving: Ref<boolean>; touch: () => void } {
  const moving = ref(false);
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function touch(): void {
    const now = performance.now();
    if (now - last < movementMs) moving.value = true;
    last = now;
    clearTimeout(timer);
    timer = setTimeout(() => (moving.value = false), restMs);
  }
  onScopeDispose(() => clearTimeout(timer));
  return { moving, touch };
}
