import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

/** The view on the screen, for "Save picture". */
export const usePicture = defineStore('picture', () => {
  const capture = shallowRef<(() => Promise<Blob>) | null>(null);
  return { capture };
});
