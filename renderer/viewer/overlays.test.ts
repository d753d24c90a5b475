import { expect, it } from 'vitest';
import { nextOverlay, overlayScale } from './overlays.ts';

it('steps through the maps that are at hand and then shows none', () => {
  expect(nextOverlay(null, ['departure', 'spread'])).toBe('departure');
  expect(nextOverlay('departure', ['departure', 'spread'])).toBe('spread');
  expect(nextOverlay('spread', ['departure', 'spread'])).toBeNull();
  expect(nextOverlay(null, [])).toBeNull();
});

it('is symmetric for departures and starts at zero for a spread', () => {
  expect(overlayScale('departure', 20)).toMatchObject({ low: -80, high: 80 });
  expect(overlayScale('spread', 20)).toMatchObject({ low: 0, high: 80 });
});
