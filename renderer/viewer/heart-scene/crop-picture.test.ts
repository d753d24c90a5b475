import { describe, expect, it } from 'vitest';
import { cropGrid } from '../../../studies/cardiac/planes/crop-grid.ts';
import { aHeart, aHeartPlane } from '../../testing/heart-records.ts';
import type { Slice } from '../slice.ts';
import { drawCrop, valueAt } from './crop-picture.ts';
import { quadCorners, planeQuads, stackIds } from './quads.ts';

const { frame, planes } = aHeart();
/** Brighter to the patient's left; the right ventricle of the made-up heart lies on that side. */
const slice: Slice = {
  columns: 48,
  rows: 48,
  values: Float32Array.from({ length: 48 * 48 }, (_, n) => n % 48),
  slope: 2,
  intercept: 10,
  colours: null,
};

describe('a crop', () => {
  it('turns the right ventricle to the left, whichever way the plane was stored', () => {
    const grid = cropGrid(aHeartPlane('sax', { order: 2 }), frame);
    const picture = { pixels: new Uint8Array(3 * 32 * 32), side: 32, channels: 3 } as const;
    drawCrop(picture, slice, grid, { centre: 57, width: 96 }, 0.4);
    const at = (x: number) => picture.pixels[3 * (16 * 32 + x)]!;
    expect(at(2)).toBeGreaterThan(at(16));
    expect(at(16)).toBeGreaterThan(at(29));
    expect(at(29)).toBeGreaterThan(0);
  });

  it('is black beyond the slice, and fills what lies under with full alpha', () => {
    const grid = cropGrid(aHeartPlane('sax', { order: 2 }), frame);
    const picture = { pixels: new Uint8ClampedArray(4 * 16 * 16), side: 16, channels: 4 } as const;
    drawCrop(picture, slice, grid, { centre: 57, width: 96 });
    expect([...picture.pixels.slice(0, 4)]).toEqual([0, 0, 0, 255]);
  });

  it('interpolates between samples and says nothing outside', () => {
    expect(valueAt(slice, 3.25, 7)).toBeCloseTo(3.25);
    expect(valueAt(slice, -0.4, 0)).toBe(0);
    expect(valueAt(slice, -0.6, 0)).toBeNaN();
    expect(valueAt(slice, 0, 47.6)).toBeNaN();
    expect(valueAt({ ...slice, colours: new Uint32Array(1) }, 3, 3)).toBeNaN();
  });
});

describe('planes in space', () => {
  it('stand about the heart on their own planes, base first', () => {
    const quads = planeQuads(planes, frame);
    expect(quads.map(({ plane }) => plane.view)).toEqual(['2ch', '4ch', ...Array(5).fill('sax')]);
    const middle = quads.find(({ plane }) => plane.order === 2)!;
    for (const corner of middle.corners) expect(corner[2]).toBeCloseTo(0);
    // The picture's left is the side of the right ventricle.
    expect(middle.corners[0][0]).toBeGreaterThan(middle.corners[1][0]);
  });

  it('are chosen from the stack by their place', () => {
    const quads = planeQuads(planes, frame);
    expect([...stackIds(quads, 'middle')]).toEqual(['sax/2']);
    expect([...stackIds(quads, 'three')]).toEqual(['sax/0', 'sax/2', 'sax/4']);
    expect(stackIds(quads, 'all').size).toBe(5);
    expect(stackIds([], 'three').size).toBe(0);
  });

  it('are squares of the size that was asked', () => {
    const [a, b, c] = quadCorners([1, 2, 3], [1, 0, 0], [0, 1, 0], 0.5);
    expect(b[0] - a[0]).toBe(96);
    expect(c[1] - b[1]).toBe(96);
    expect((a[0] + c[0]) / 2).toBe(1);
  });
});
