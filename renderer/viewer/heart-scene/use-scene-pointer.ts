import { onMounted, onScopeDispose, ref, type Ref, type ShallowRef } from 'vue';
import type { Gaze } from '../gl/gaze.ts';
import { gazeAfterKey, turned, zoomed } from './scene-keys.ts';

/** Degrees a dragged pixel turns, and degrees a second of turning on its own. */
const degreesPerPixel = 0.4;
const degreesPerSecond = 20;

/** Dragging, wheel and keys turn and zoom; `turning` turns slowly until it is switched off. */
export function useScenePointer(
  box: Readonly<Ref<HTMLElement | null>>,
  gaze: ShallowRef<Gaze>,
  opening: Gaze,
): { turning: Ref<boolean>; toggleTurning: () => void } {
  const turning = ref(false);
  let grip: { x: number; y: number } | null = null;
  let frame = 0;

  function down(event: PointerEvent): void {
    grip = { x: event.clientX, y: event.clientY };
    box.value?.setPointerCapture(event.pointerId);
  }
  function move(event: PointerEvent): void {
    if (!grip) return;
    const across = event.clientX - grip.x;
    const downwards = event.clientY - grip.y;
    grip = { x: event.clientX, y: event.clientY };
    gaze.value = turned(gaze.value, -across * degreesPerPixel, downwards * degreesPerPixel);
  }
  function wheel(event: WheelEvent): void {
    event.preventDefault();
    gaze.value = zoomed(gaze.value, Math.exp(-event.deltaY / 600));
  }
  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = gazeAfterKey(event.key, gaze.value, opening);
    if (!next) return;
    event.preventDefault();
    // The screen around has its own use for the same keys.
    event.stopPropagation();
    gaze.value = next;
  }
  function toggleTurning(): void {
    turning.value = !turning.value;
    cancelAnimationFrame(frame);
    let before = performance.now();
    const tick = () => {
      const now = performance.now();
      gaze.value = turned(gaze.value, ((now - before) / 1000) * degreesPerSecond, 0);
      before = now;
      frame = requestAnimationFrame(tick);
    };
    if (turning.value) frame = requestAnimationFrame(tick);
  }
  onMounted(() => {
    const target = box.value;
    if (!target) return;
    target.addEventListener('pointerdown', down);
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', () => (grip = null));
    target.addEventListener('pointercancel', () => (grip = null));
    target.addEventListener('wheel', wheel, { passive: false });
    target.addEventListener('keydown', press);
  });
  onScopeDispose(() => cancelAnimationFrame(frame));
  return { turning, toggleTurning };
}
