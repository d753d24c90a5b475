// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import BullsEye from './BullsEye.vue';
import { scaleColour, segmentCentre, segmentPlaces, wallBand } from './bulls-eye.ts';
import { mounted } from '../../testing/mounted.ts';
import type { HeartSegment } from '../../../studies/library/heart-records.ts';

const segment = (n: number, given: Partial<HeartSegment> = {}): HeartSegment => ({
  segment: n,
  edMeanMm: 6,
  edMaxMm: 7,
  esMeanMm: 9,
  thickeningPct: 50,
  ...given,
});

describe('the polar plot', () => {
  it('holds 17 segments: anterior up, septum left, inferior down, lateral right', () => {
    expect(segmentPlaces.map((place) => place.segment)).toEqual(
      Array.from({ length: 17 }, (_, n) => n + 1),
    );
    const at = (n: number) => segmentCentre(segmentPlaces[n - 1]!);
    for (const anterior of [1, 7, 13]) expect(at(anterior)[1]).toBeLessThan(-20);
    for (const inferior of [4, 10, 15]) expect(at(inferior)[1]).toBeGreaterThan(20);
    for (const septal of [2, 3, 8, 9, 14]) expect(at(septal)[0]).toBeLessThan(-20);
    for (const lateral of [5, 6, 11, 12, 16]) expect(at(lateral)[0]).toBeGreaterThan(20);
    expect(at(2)[1]).toBeLessThan(0);
    expect(at(3)[1]).toBeGreaterThan(0);
    expect(at(17)).toEqual([0, 0]);
  });

  it('gives every colour an ink that can be read on it', () => {
    const light = (css: string) => {
      const bytes = css.startsWith('#')
        ? [1, 3, 5].map((n) => parseInt(css.slice(n, n + 2), 16))
        : css.match(/\d+/g)!.map(Number);
      const [r, g, b] = bytes.map((byte) => ((byte / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    for (let share = 0; share <= 1; share += 0.05) {
      const { fill, ink } = scaleColour(share);
      const [a, b] = [light(fill), light(ink)].sort((x, y) => y - x) as [number, number];
      expect((a + 0.05) / (b + 0.05)).toBeGreaterThan(4.2);
    }
  });

  it('has limits only where they are published', () => {
    expect(wallBand('edMaxMm', 'M', 55)?.high).toBe(8);
    expect(wallBand('edMaxMm', 'F', 55)?.high).toBe(7);
    expect(wallBand('edMaxMm', '', 55)).toBeNull();
    expect(wallBand('edMeanMm', 'F', null)?.mean).toBe(5.3);
    expect(wallBand('thickeningPct', 'M', 55)).toBeNull();
  });
});

describe("the bull's eye", () => {
  const segments = [segment(1, { edMaxMm: 11.2 }), segment(2), segment(3, { thickeningPct: null })];

  it('writes the values and marks what lies above the limit, with its source', () => {
    const { root } = mounted(BullsEye, { segments, metric: 'edMaxMm', sex: 'M' });
    expect(root.querySelector('svg [data-segment="1"] text')!.textContent).toContain('11.2');
    expect(root.querySelectorAll('svg path.above')).toHaveLength(1);
    expect(root.textContent).toContain('upper limit of 8 mm');
    expect(root.textContent).toContain('Kawel 2012');
    expect(root.querySelector('[role="img"]')!.getAttribute('aria-label')).toContain(
      'in 3 of 17 segments, from 7.0 to 11.2 mm',
    );
  });

  it('draws no band for thickening, and a table says what was not seen', () => {
    const { root } = mounted(BullsEye, { segments, metric: 'thickeningPct', sex: 'M' });
    expect(root.querySelectorAll('.above')).toHaveLength(0);
    expect(root.textContent).toContain('none is drawn');
    const rows = [...root.querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(rows).toHaveLength(17);
    expect(rows[2]).toContain('not seen');
    expect(rows[16]).toContain('not seen in short axis');
  });

  it('marks nothing against a mean that is known at mid-cavity alone', () => {
    const { root } = mounted(BullsEye, { segments, metric: 'edMeanMm', sex: 'M' });
    expect(root.querySelectorAll('.above')).toHaveLength(0);
    expect(root.textContent).toContain('6.3 ± 1.1 mm');
  });
});
