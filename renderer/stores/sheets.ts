import { defineStore } from 'pinia';
import { ref } from 'vue';

export type SheetName = 'keys' | 'palette' | 'about' | 'card';

/** Which sheet lies over the window; at most one. */
export const useSheets = defineStore('sheets', () => {
  const open = ref<SheetName | null>(null);

  function toggle(name: SheetName): void {
    open.value = open.value === name ? null : name;
  }

  function close(): void {
    open.value = null;
  }

  return { open, toggle, close };
});
