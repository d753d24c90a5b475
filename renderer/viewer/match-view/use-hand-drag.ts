import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

export type HandGrip = 'shift' | 'turn';

export interface HandDrag {
  /** What a press here would take hold of; null leaves the press to the other hands. */
  grip: (x: number, y: number, alt: boolean) => HandGrip | null;
  start: () => void;
  /** From where to where on the picture, CSS pixels. */
  move: (grip: HandGrip, from: readonly [number, number], to: readonly [number, number]) => void;
  end: () => void;
}

/**
 * The left button as a hand on the scan. Listens before the picture's other pointer listeners and
 * keeps what it takes from them.
 */
export function useHandDrag(
  element: Readonly<Ref<HTMLElement | null>>,
  hand: HandDrag,
): { held: Ref<HandGrip | null> } {
  const held = ref<HandGrip | null>(null);
  let from: readonly [number, number] = [0, 0];
  const within = (event: PointerEvent): readonly [number, number] => {
    const box = element.value!.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  function down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as Element).closest('[data-handle]')) return;
    const at = within(event);
    const grip = hand.grip(...at, event.altKey);
    if (!grip) return;
    event.stopImmediatePropagation();
    // Without the default action the pane would not take the focus, and keys would miss it.
    element.value?.focus({ preventScroll: true });
    element.value?.setPointerCapture(event.pointerId);
    held.value = grip;
    from = at;
    hand.start();
  }
  function move(event: PointerEvent): void {
    if (!held.value) return;
    event.stopImmediatePropagation();
    hand.move(held.value, from, within(event));
  }
  function up(): void {
    if (!held.value) return;
    held.value = null;
    hand.end();
  }
  const early = { capture: true };
  onMounted(() => {
    element.value?.addEventListener('pointerdown', down, early);
    element.value?.addEventListener('pointermove', move, early);
    element.value?.addEventListener('pointerup', up, early);
    element.value?.addEventListener('pointercancel', up, early);
  });
  onBeforeUnmount(() => {
    element.value?.removeEventListener('pointerdown', down, early);
    element.value?.removeEventListener('pointermove', move, early);
    element.value?.removeEventListener('pointerup', up, early);
    element.value?.removeEventListener('pointercancel', up, early);
  });
  return { held };
}
