import { describe, expect, test } from 'vitest';
import { halfSpheroidMl } from '../testing/analytic-heart.ts';
import { catmullRom, imageBetween } from './interpolate-images.ts';
import { labelsBetween, labelsBeyond } from './interpolate-labels.ts';
import { signedDistance, sliceDistances } from './signed-distance.ts';
import { denseCase } from './testing/dense-case.ts';

const size = 96;

/** Class of every crop pixel by its place in mm from the crop's middle. */
function drawn(classAt: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: size * size }, (_, at) =>
    classAt(((at % size) - 47.5) * 2, (Math.floor(at / size) - 47.5) * 2),
  );
}

const ring = (cavityMm: number, wallMm: number, x0 = 0) =>
  drawn((x, y) => {
    const r = Math.hypot(x - x0, y);
    if (r <= cavityMm) return 1;
    if (r <= wallMm) return 2;
    return x < x0 - 30 && Math.hypot(x - x0 + 44, y) < 16 ? 3 : 0;
  });

const areaMm2 = (labels: Uint8Array, wanted: number) =>
  labels.reduce((sum, label) => sum + (label === wanted ? 4 : 0), 0);
const radiusMm = (labels: Uint8Array, ...classes: number[]) =>
  Math.sqrt(classes.reduce((sum, c) => sum + areaMm2(labels, c), 0) / Math.PI);

describe('signed distance', () => {
  test('of a disc is its radius less the way from its middle, within the width of a pixel', () => {
    const { mm, peakMm } = signedDistance(drawn((x, y) => (Math.hypot(x, y) <= 30 ? 1 : 0)));
    for (const at of [47 * size + 47, 20 * size + 40, 90 * size + 5, 47 * size + 62]) {
      const [x, y] = [((at % size) - 47.5) * 2, (Math.floor(at / size) - 47.5) * 2];
      expect(Math.abs(mm[at]! - (30 - Math.hypot(x, y)))).toBeLessThan(2);
    }
    expect(Math.abs(peakMm! - 30)).toBeLessThan(2);
  });

  test('of half a plane is exact: it changes sign half-way between two pixels', () => {
    const { mm } = signedDistance(drawn((x) => (x < 10 ? 1 : 0)));
    for (let column = 0; column < size; column++)
      expect(mm[30 * size + column]).toBe(
        (column - 47.5) * 2 < 10 ? 106 - 2 * column : 104 - 2 * column,
      );
  });

  test('equals the search over all pixels', () => {
    const mask = drawn((x, y) => (Math.sin(x / 7) * Math.cos(y / 9 + x / 50) > 0.3 ? 1 : 0));
    const { mm } = signedDistance(mask);
    for (let at = 13; at < mask.length; at += 611) {
      let least = Infinity;
      for (let other = 0; other < mask.length; other++)
        if (mask[other] !== mask[at])
          least = Math.min(
            least,
            Math.hypot(
              (other % size) - (at % size),
              Math.floor(other / size) - Math.floor(at / size),
            ),
          );
      expect(mm[at]).toBeCloseTo((mask[at] === 0 ? -1 : 1) * 2 * least, 3);
    }
  });

  test('of nothing has no peak; of everything has no end', () => {
    expect(signedDistance(new Uint8Array(size * size)).peakMm).toBeNull();
    expect(signedDistance(new Uint8Array(size * size).fill(1)).mm[0]).toBe(1000);
  });
});

describe('labels between slices', () => {
  const [wide, small] = [ring(24, 34), ring(12, 24)].map(sliceDistances) as [
    ReturnType<typeof sliceDistances>,
    ReturnType<typeof sliceDistances>,
  ];

  test('radii go straight from one to the other at any share', () => {
    for (const share of [0.1, 0.25, 0.5, 0.8]) {
      // Distances jump by a pixel at the outline, which holds it back by up to half of that.
      const held = Math.abs(1 - 2 * share) + 0.6;
      const labels = labelsBetween(wide, small, share);
      expect(Math.abs(radiusMm(labels, 1) - (24 - 12 * share))).toBeLessThan(held);
      expect(Math.abs(radiusMm(labels, 1, 2) - (34 - 10 * share))).toBeLessThan(held);
    }
  });

  test('ends are the slices themselves, and both ways are the same', () => {
    expect(labelsBetween(wide, small, 0)).toEqual(ring(24, 34));
    expect(labelsBetween(wide, small, 1)).toEqual(ring(12, 24));
    expect(labelsBetween(small, wide, 0.7)).toEqual(labelsBetween(wide, small, 1 - 0.7));
  });

  test('muscle stays round the cavity where both move', () => {
    const [here, there] = [sliceDistances(ring(20, 30)), sliceDistances(ring(20, 30, 8))];
    const labels = labelsBetween(here, there, 0.5);
    const columns = [...labels.keys()].filter((at) => labels[at] === 1).map((at) => at % size);
    const middle = (columns.reduce((sum, c) => sum + c, 0) / columns.length - 47.5) * 2;
    expect(middle).toBeCloseTo(4, 0);
    const row = [...labels.subarray(47 * size, 48 * size)].join('');
    expect(row).toMatch(/^0*3*0*2{3,7}1{17,22}2{3,7}0*$/);
  });

  test('what one slice alone shows closes half-way, the right ventricle written last', () => {
    const empty = sliceDistances(new Uint8Array(size * size));
    const radii = [0.1, 0.2, 0.3, 0.4].map((share) =>
      radiusMm(labelsBetween(wide, empty, share), 1),
    );
    radii.reduce((before, radius) => {
      expect(radius).toBeLessThan(before);
      return radius;
    }, 24);
    expect(radii[3]).toBeGreaterThan(4);
    expect(labelsBetween(wide, empty, 0.5).every((label) => label === 0)).toBe(true);
    expect(labelsBetween(empty, wide, 0.7)).toEqual(labelsBetween(wide, empty, 1 - 0.7));
    expect(labelsBetween(empty, empty, 0.3).every((label) => label === 0)).toBe(true);
  });

  test('beyond the ends a chamber closes as towards an empty slice', () => {
    const empty = sliceDistances(new Uint8Array(size * size));
    expect(labelsBeyond(wide, 0.3)).toEqual(labelsBetween(wide, empty, 0.3));
    expect(labelsBeyond(wide, 1).every((label) => label === 0)).toBe(true);
  });
});

test('a stack: measured planes are the slices own, planes beyond close the apex', () => {
  const made = denseCase({ depthsMm: [1, 11, 21, 31, 41, 51, 61, 71] }, undefined, {
    beyond: true,
  });
  const [slices, labels] = [made.slices(0), made.labels(0)];
  made.plan.planes.forEach(({ kind, below }, k) => {
    const plane = labels.subarray(k * size * size, (k + 1) * size * size);
    if (kind === 'measured') expect(plane).toEqual(slices[below]);
  });
  const atApex = made.plan.planes.findLastIndex(({ kind }) => kind === 'measured');
  const beyond = [1, 2, 3, 4, 5].map((n) =>
    areaMm2(labels.subarray((atApex + n) * size * size, (atApex + n + 1) * size * size), 1),
  );
  expect(beyond[0]).toBeLessThan(areaMm2(slices.at(-1)!, 1));
  expect(beyond[0]).toBeGreaterThan(beyond[1]!);
  expect(beyond.slice(2)).toEqual([0, 0, 0]);
  const ml =
    areaMm2(
      labels.subarray(made.plan.planes.findIndex(({ kind }) => kind === 'measured') * size * size),
      1,
    ) * 0.002;
  expect(Math.abs(ml / halfSpheroidMl(made.heart.cavity(0)) - 1)).toBeLessThan(0.03);
});

describe('pictures between slices', () => {
  const even = (value: number) => new Float32Array(4).fill(value);
  const at = (below: number, share: number) => ({ below, above: below + 1, share });
  /** A cubic along the stack, uneven gaps. */
  const zMm = [0, 8, 18, 27, 37];
  const cubic = (z: number) => 0.2 + 0.01 * z + 0.0001 * z * z;
  const stack = { slices: zMm.map((z) => even(cubic(z))), zMm };

  test('nearest, linear', () => {
    expect(imageBetween(stack, at(1, 0.5), 'nearest')).toEqual(even(cubic(8)));
    expect(imageBetween(stack, at(1, 0.6), 'nearest')).toEqual(even(cubic(18)));
    expect(imageBetween(stack, at(1, 0.3), 'linear')[0]).toBeCloseTo(
      0.7 * cubic(8) + 0.3 * cubic(18),
    );
    expect(imageBetween(stack, { below: 2, above: 2, share: 0 }, 'cubic')).toEqual(even(cubic(18)));
  });

  test('cubic: exact on straight lines at uneven gaps, textbook weights at even ones', () => {
    const straight = { slices: zMm.map((z) => even(0.1 + 0.02 * z)), zMm };
    expect(imageBetween(straight, at(1, 0.3), 'cubic')[0]).toBeCloseTo(0.1 + 0.02 * 11);
    const weights = catmullRom([0, 10, 20, 30], 0.5);
    [-1 / 16, 9 / 16, 9 / 16, -1 / 16].forEach((w, n) => expect(weights[n]).toBeCloseTo(w));
  });

  test('cubic: nearer to a curve than linear, linear at the ends, cut to 0..1', () => {
    const truth = cubic(13);
    const off = (way: 'linear' | 'cubic') =>
      Math.abs(imageBetween(stack, at(1, 0.5), way)[0]! - truth);
    expect(off('cubic')).toBeLessThan(off('linear') / 2);
    for (const end of [0, 3])
      expect(imageBetween(stack, at(end, 0.3), 'cubic')).toEqual(
        imageBetween(stack, at(end, 0.3), 'linear'),
      );
    const steep = { slices: [0, 1, 1, 0].map(even), zMm: [0, 10, 20, 30] };
    expect(imageBetween(steep, at(1, 0.5), 'cubic')[0]).toBe(1);
  });
});
