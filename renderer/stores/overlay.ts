import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { noOverlay, type OverlayChoice, type OverlayKind } from '../viewer/overlays.ts';

/** The map over a result's slices, kept from screen to screen. */
export const useOverlayChoice = defineStore('overlay', () => {
  const choice = shallowRef<OverlayChoice>(noOverlay);

  function show(kind: OverlayKind): void {
    choice.value = { ...choice.value, kind };
  }

  return { choice, show };
});
