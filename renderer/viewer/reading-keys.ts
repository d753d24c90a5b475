import type { PlaneKind } from './planes.ts';
import type { KeyMap } from './use-keys.ts';
import type { Reading } from './use-reading.ts';
import { ctPresets } from './window-level.ts';

const pageSlices = 10;

/** The keys that every reading view shares; presets only where values are HU. */
export function readingKeys(
  reading: Reading,
  active: () => PlaneKind,
  hounsfield: () => boolean,
): KeyMap {
  const presets = Object.fromEntries(
    ctPresets.map(({ key, centre, width }) => [
      key,
      () => {
        if (hounsfield()) reading.setWindow({ centre, width });
      },
    ]),
  );
  const scroll = (slices: number) => () => reading.scroll(active(), slices);
  const zoom = (factor: number) => () => reading.zoom(active(), factor);
  return {
    ...presets,
    '0': reading.auto,
    ArrowUp: scroll(-1),
    ArrowDown: scroll(1),
    PageUp: scroll(-pageSlices),
    PageDown: scroll(pageSlices),
    '+': zoom(1.2),
    '=': zoom(1.2),
    '-': zoom(1 / 1.2),
    h: () => (reading.crosshair.value = !reading.crosshair.value),
    i: () => (reading.smooth.value = !reading.smooth.value),
    p: () => (reading.straight.value = !reading.straight.value),
    r: reading.reset,
  };
}
