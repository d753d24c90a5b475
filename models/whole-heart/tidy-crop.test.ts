import { expect, test } from 'vitest';
import { tidyLabels } from '../../studies/cardiac/contours/tidy-labels.ts';
import { CROP, FRAME_PIXELS } from './graph-shapes.ts';
import { tidyCrop } from './tidy-crop.ts';

/** Discs with a hole and a stray island, moved about; some touch the crop's edge. */
function scene(x: number, y: number): Uint8Array {
  return Uint8Array.from({ length: FRAME_PIXELS }, (_, n) => {
    const away = Math.hypot((n % CROP) - x, Math.floor(n / CROP) - y);
    if (away < 3) return 0;
    if (away < 12) return 1;
    if (away < 16) return 2;
    return Math.hypot((n % CROP) - x + 26, Math.floor(n / CROP) - y) < 5 ? 1 : 0;
  });
}

test.each([
  [48, 48],
  [6, 50],
  [90, 92],
  [48, 2],
])('is what tidying the whole crop gives, at %i, %i', (x, y) => {
  expect(tidyCrop(scene(x, y))).toEqual(tidyLabels(scene(x, y), [CROP, CROP]));
});

test('an empty crop stays empty', () => {
  expect(tidyCrop(new Uint8Array(FRAME_PIXELS))).toEqual(new Uint8Array(FRAME_PIXELS));
});
