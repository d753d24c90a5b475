import { expect, it } from 'vitest';
import { gazeAfterKey, turned, zoomed } from './scene-keys.ts';

const gaze = { turnDeg: 350, tiltDeg: 85, zoom: 1 };

it('turns round and round, tilts to straight up and no further, and zooms within reason', () => {
  expect(turned(gaze, 20, 10)).toEqual({ turnDeg: 10, tiltDeg: 90, zoom: 1 });
  expect(zoomed(gaze, 100).zoom).toBe(8);
  expect(zoomed(gaze, 0.001).zoom).toBe(0.4);
});

it('answers to the arrows, to + and -, and goes back with r', () => {
  expect(gazeAfterKey('ArrowLeft', gaze, gaze)!.turnDeg).toBe(0);
  expect(gazeAfterKey('ArrowUp', gaze, gaze)!.tiltDeg).toBe(75);
  expect(gazeAfterKey('+', gaze, gaze)!.zoom).toBeGreaterThan(1);
  expect(gazeAfterKey('r', { ...gaze, zoom: 3 }, gaze)).toBe(gaze);
  expect(gazeAfterKey('x', gaze, gaze)).toBeUndefined();
});
