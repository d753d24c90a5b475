import { onBeforeUnmount, onMounted } from 'vue';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/**
 * Keys of a reading view, wherever the focus is, but never while the reader types, uses a control
 * that needs the key itself, or looks at a dialog. Letters are given in lower case.
 */
export function useKeys(down: KeyMap, up: KeyMap = {}): void {
  const run = (map: KeyMap) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = map[key];
    if (!action || isTaken(event.target, key)) return;
    event.preventDefault();
    action(event);
  };
  const onDown = run(down);
  const onUp = run(up);
  onMounted(() => {
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', onDown);
    window.removeEventListener('keyup', onUp);
  });
}

const movingKeys = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
]);

function isTaken(target: EventTarget | null, key: string): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) {
    const moved = target.type === 'range' || target.type === 'radio';
    return moved ? movingKeys.has(key) : target.type !== 'checkbox' && target.type !== 'button';
  }
  if (target instanceof HTMLButtonElement) return key === ' ' || key === 'Enter';
  return (
    target.closest('select, textarea, [role="listbox"], [role="slider"], [role="tree"]') !== null
  );
}
