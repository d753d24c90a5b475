import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { areasOf, discsMm, measuredOf, rowsOf, type LongAxisFacts } from './features.ts';
import { BEAT, CROP, MEASURED } from './graph-shapes.ts';

/** Class, centre column and row, radii along columns and rows. */
type Shape = [label: number, x: number, y: number, rx: number, ry: number];
type Beat = Shape[][];
interface Case {
  z: number[];
  sax: Beat[];
  lax: (Beat | null)[];
  measured: number[];
}

const file = join(import.meta.dirname, '../../test/golden/heart-features.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

function paint(shapes: readonly Shape[]): Uint8Array {
  const labels = new Uint8Array(CROP * CROP);
  for (const [label, x, y, rx, ry] of shapes) {
    for (let n = 0; n < labels.length; n++) {
      const across = ((n % CROP) - x) / Math.max(rx, 1e-6);
      const down = (Math.floor(n / CROP) - y) / Math.max(ry, 1e-6);
      if (across ** 2 + down ** 2 < 1) labels[n] = label;
    }
  }
  return labels;
}

function long(beat: Beat | null): LongAxisFacts | null {
  if (beat === null) return null;
  const maps = beat.map(paint);
  return {
    areasCm2: maps.flatMap((map) => areasOf(map, 5)),
    lvRowsMm: maps.flatMap((map) => rowsOf(map, 1)),
    laRowsMm: maps.flatMap((map) => rowsOf(map, 4)),
  };
}

describe('mask features', () => {
  test.each(cases.map((one, n) => [n, one] as const))('are those of Python, case %i', (_, one) => {
    const measured = measuredOf({
      shortAxis: one.sax.map((beat, n) => ({
        heightMm: one.z[n]!,
        areasCm2: beat.flatMap((shapes) => areasOf(paint(shapes), 3)),
      })),
      longAxis: [long(one.lax[0]!), long(one.lax[1]!), long(one.lax[2]!)],
    });
    expect(measured).toHaveLength(MEASURED);
    for (const [n, value] of one.measured.entries()) expect(measured[n]).toBeCloseTo(value, 5);
  });

  test('without any plane they are zeros', () => {
    const none = measuredOf({ shortAxis: [], longAxis: [null, null, null] });
    expect([...none].every((value) => value === 0)).toBe(true);
    expect(none).toHaveLength(45 + 3 * 17 + 5);
  });

  test('a cylinder of equal slices has its volume at every phase', () => {
    const areasCm2 = Array.from({ length: BEAT }, () => [10, 4, 0]).flat();
    const shortAxis = [-20, -10, 0, 10, 20].map((heightMm) => ({ heightMm, areasCm2 }));
    const measured = measuredOf({ shortAxis, longAxis: [null, null, null] });
    expect(measured[4]).toBeCloseTo(0.5, 6);
    expect(measured[6]).toBe(0);
    expect([...measured.subarray(21, 45)].every((ml) => Math.abs(ml - 0.5) < 1e-6)).toBe(true);
  });

  test('discs share the gaps', () => {
    expect(discsMm([3])).toEqual([10]);
    expect(discsMm([0, 8, 20])).toEqual([8, 10, 12]);
  });
});
