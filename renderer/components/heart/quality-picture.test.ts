// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import QualityPicture from './QualityPicture.vue';
import {
  crossingPoints,
  kindOf,
  partnerOf,
  pixelOf,
  profilePath,
  shareInCrop,
} from './quality-picture.ts';
import { aHeart, aHeartPlane } from '../../testing/heart-records.ts';
import { mounted } from '../../testing/mounted.ts';
import type { HeartFlag } from '../../../studies/library/heart-records.ts';

const heart = aHeart();
const sax = heart.planes[2]!;
const fourChamber = heart.planes.find(({ view }) => view === '4ch')!;

it('holds a plane against one of the other kind', () => {
  expect(partnerOf(sax, heart.planes)?.view).toBe('4ch');
  expect(partnerOf(fourChamber, heart.planes)?.id).toBe('sax/2');
  expect(partnerOf(sax, [sax])).toBeNull();
});

it('walks along the line in which two planes cross, on both of them', () => {
  const points = crossingPoints(sax, fourChamber, heart.frame.originMm)!;
  for (const [x, y, z] of points) {
    expect([y, z]).toEqual([0, 0]);
    expect(Math.abs(x)).toBeLessThanOrEqual(60);
  }
  expect(pixelOf(sax, [0, 0, 0])).toEqual([24, 24]);
  const [across, down] = shareInCrop(sax, heart.frame, heart.frame.originMm);
  expect(across).toBeCloseTo(0.5);
  expect(down).toBeCloseTo(0.5);
  expect(crossingPoints(sax, aHeartPlane('sax', { order: 3 }), [0, 0, 0])).toBeNull();
});

it('draws a profile from its darkest to its brightest, with gaps where nothing is', () => {
  expect(profilePath([0, 10])).toBe('M0.0 38.0L100.0 2.0');
  expect(profilePath([0, NaN, 10, 5])).toBe('M0.0 38.0M66.7 2.0L100.0 20.0');
});

it('knows what to show for a flag, and shows nothing where no plane is meant', () => {
  expect(['cardiac/misaligned', 'heart-flag/plane-decides', 'x'].map(kindOf)).toEqual([
    'crossing',
    'without',
    'plain',
  ]);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('nothing is asked of the engine')));
  const flag: HeartFlag = {
    code: 'heart-flag/plane-decides',
    level: 'review',
    message: '',
    action: '',
    value: 6,
    limit: 5,
    unit: 'points',
    planeId: fourChamber.id,
  };
  const shown = mounted(QualityPicture, { result: heart, flag });
  expect(shown.root.textContent).toContain('54.0 % (90 %: 47.0 to 61.0)');
  shown.unmount();
  const whole = mounted(QualityPicture, { result: heart, flag: { ...flag, planeId: null } });
  expect(whole.root.textContent).toBe('');
  whole.unmount();
  vi.unstubAllGlobals();
});
