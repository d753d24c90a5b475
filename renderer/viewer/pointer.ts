import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

export type PointerMode = 'crosshair' | 'window' | 'pan' | 'idle';

export interface PointerActions {
  /** Canvas position in CSS pixels. */
  point: (x: number, y: number) => void;
  hover: (x: number, y: number) => void;
  leave: () => void;
  /** Pixels moved since the drag began. */
  window: (dx: number, dy: number, start: boolean) => void;
  pan: (dx: number, dy: number, start: boolean) => void;
  scroll: (slices: number) => void;
  zoom: (factor: number, x: number, y: number) => void;
  maximise: () => void;
}

/** Wheel distance that counts as one slice: a notch of a mouse, or a short move on a trackpad. */
const notch = 60;

/** One hand on the mouse: which button or wheel does what, over one picture. */
export function usePointer(
  element: Readonly<Ref<HTMLElement | null>>,
  actions: PointerActions,
): { mode: Ref<PointerMode> } {
  const mode = ref<PointerMode>('idle');
  let start = { x: 0, y: 0 };
  let wheel = 0;

  const within = (event: MouseEvent) => {
    const box = element.value!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  function modeOf(event: PointerEvent): PointerMode {
    if (event.button === 1) return 'pan';
    if (event.button === 2 || event.altKey) return 'window';
    return event.button === 0 ? 'crosshair' : 'idle';
  }

  function down(event: PointerEvent): void {
    mode.value = modeOf(event);
    if (mode.value === 'idle') return;
    start = within(event);
    element.value?.setPointerCapture(event.pointerId);
    // Keeps a middle press from starting the browser's own scrolling.
    if (event.button === 1) event.preventDefault();
    if (mode.value === 'crosshair') actions.point(start.x, start.y);
    else if (mode.value === 'window') actions.window(0, 0, true);
    else actions.pan(0, 0, true);
  }

  function move(event: PointerEvent): void {
    const { x, y } = within(event);
    actions.hover(x, y);
    if (mode.value === 'crosshair' || (mode.value === 'idle' && event.shiftKey)) {
      actions.point(x, y);
    } else if (mode.value === 'window') actions.window(x - start.x, y - start.y, false);
    else if (mode.value === 'pan') actions.pan(x - start.x, y - start.y, false);
  }

  function up(): void {
    mode.value = 'idle';
  }

  function turn(event: WheelEvent): void {
    event.preventDefault();
    const distance =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 40 : event.deltaY;
    if (event.ctrlKey) {
      const { x, y } = within(event);
      actions.zoom(Math.exp(-Math.max(-120, Math.min(120, distance)) / 500), x, y);
      return;
    }
    if (wheel !== 0 && Math.sign(wheel) !== Math.sign(distance)) wheel = 0;
    wheel += distance;
    const slices = Math.trunc(wheel / notch);
    if (slices === 0) return;
    wheel = 0;
    // One notch is one slice, however far the system says a notch is.
    actions.scroll(Math.abs(distance) >= notch ? Math.sign(slices) : slices);
  }

  const noMenu = (event: Event) => event.preventDefault();
  onMounted(() => {
    const target = element.value!;
    target.addEventListener('pointerdown', down);
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', up);
    target.addEventListener('pointercancel', up);
    target.addEventListener('pointerleave', actions.leave);
    target.addEventListener('wheel', turn, { passive: false });
    target.addEventListener('dblclick', actions.maximise);
    target.addEventListener('contextmenu', noMenu);
  });
  onBeforeUnmount(() => {
    const target = element.value;
    if (!target) return;
    target.removeEventListener('pointerdown', down);
    target.removeEventListener('pointermove', move);
    target.removeEventListener('pointerup', up);
    target.removeEventListener('pointercancel', up);
    target.removeEventListener('pointerleave', actions.leave);
    target.removeEventListener('wheel', turn);
    target.removeEventListener('dblclick', actions.maximise);
    target.removeEventListener('contextmenu', noMenu);
  });
  return { mode };
}
