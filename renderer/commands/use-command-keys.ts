import { onBeforeUnmount, onMounted } from 'vue';
import { useSheets } from '../stores/sheets.ts';
import { commandOf } from './commands.ts';
import { useCommands } from './use-commands.ts';

/** Listen for the keys of commands, but never while the user types or another sheet is open. */
export function useCommandKeys(): void {
  const commands = useCommands();
  const sheets = useSheets();

  function onKey(event: KeyboardEvent): void {
    const id = event.defaultPrevented ? undefined : commandOf(event);
    if (id === undefined) return;
    const chord = event.ctrlKey || event.metaKey;
    if (!chord && isTyping(event.target)) return;
    // A sheet takes the keys, except the one that opened it.
    const ownSheet = sheets.open === id;
    if (document.querySelector('[role="dialog"]') && !ownSheet) return;
    event.preventDefault();
    if (commands[id].enabled()) void commands[id].run();
  }

  onMounted(() => window.addEventListener('keydown', onKey));
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type)))
  );
}
