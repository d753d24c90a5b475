import { defineStore } from 'pinia';
import { ref } from 'vue';

/** Which views the next reconstruction takes: the panel sets it, pictures and drawing show it. */
export const useScanChoice = defineStore('scan-choice', () => {
  const everyNth = ref(1);
  return { everyNth };
});
