import { onBeforeUnmount, onMounted } from 'vue';

/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y (⌘ alike), except where text is typed or a dialog is open. */
export function useUndoKeys(undo: () => void, redo: () => void): void {
  function onKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    if (event.target instanceof HTMLInputElement && event.target.type !== 'range') return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) redo();
    else undo();
  }
  onMounted(() => window.addEventListener('keydown', onKey));
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey));
}
