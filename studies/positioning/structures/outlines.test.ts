import { describe, expect, test } from 'vitest';
import type { LpsPoint } from '../../volume/geometry.ts';
import { dot, normalise } from '../../volume/geometry.ts';
import { polygonArea } from '../../cardiac/contours/polygon.ts';
import { outlinesIn, slicePlane, type Outline } from './outlines.ts';
import { box, circle, gridAround, heights, sphere, torus } from './testing/shapes.ts';

const axial = (z: number) => ({ pointMm: [0, 0, z], normal: [0, 0, 1] }) as const;
const sagittal = (x: number) => ({ pointMm: [x, 0, 0], normal: [1, 0, 0] }) as const;
const coronal = (y: number) => ({ pointMm: [0, y, 0], normal: [0, 1, 0] }) as const;
/** Even-odd area with two of the three coordinates, largest outline minus those within it. */
const areas = (outlines: readonly Outline[], a: 0 | 1 | 2, b: 0 | 1 | 2) =>
  outlines
    .map(({ points }) => polygonArea(Float64Array.from(points.flatMap((p) => [p[a], p[b]]))))
    .sort((p, q) => q - p);
const ends = (outlines: readonly Outline[], c: 0 | 1 | 2) => {
  const values = outlines.flatMap(({ points }) => points.map((point) => point[c]));
  return [Math.min(...values), Math.max(...values)] as const;
};
const share = (value: number, truth: number) => Math.abs(value / truth - 1);

describe('along the drawn slices', () => {
  test('a drawn slice is exactly what was drawn, in order', () => {
    const drawn = torus(40, 10, 2);
    const z = drawn.contours[4]!.points[0]![2];
    const outlines = outlinesIn(drawn, axial(z));
    expect(outlines).toHaveLength(2);
    for (const [n, { points, closed }] of outlines.entries()) {
      expect(closed).toBe(true);
      const truth = drawn.contours[4 + n]!.points;
      expect(points).toHaveLength(truth.length);
      for (const [m, point] of points.entries()) {
        for (const c of [0, 1, 2] as const) expect(point[c]).toBeCloseTo(truth[m]![c], 9);
      }
    }
  });

  test('between slices it is interpolated; beyond the ends there is nothing', () => {
    const cone = {
      contours: [circle([0, 0], 20, 0), circle([0, 0], 24, 3), circle([0, 0], 28, 6)],
    };
    const [area] = areas(outlinesIn(cone, axial(1.5)), 0, 1);
    expect(share(area!, Math.PI * 22 ** 2)).toBeLessThan(0.02);
    expect(outlinesIn(cone, axial(7.4))).toHaveLength(1);
    expect(outlinesIn(cone, axial(7.6))).toEqual([]);
  });

  test('open lines and points are shown near their slice', () => {
    const points: LpsPoint[] = [
      [0, 0, 6],
      [9, 1, 6],
    ];
    const drawn = {
      contours: [
        { kind: 'open' as const, points, imageUid: null },
        { kind: 'point' as const, points: points.slice(1), imageUid: null },
      ],
    };
    expect(outlinesIn(drawn, axial(7), 3)).toEqual([
      { closed: false, points },
      { closed: false, points: points.slice(1) },
    ]);
    expect(outlinesIn(drawn, axial(8), 3)).toEqual([]);
    expect(outlinesIn(drawn, sagittal(9), 1)).toHaveLength(1);
  });
});

describe('across the drawn slices', () => {
  test('a box is a rectangle, half a slice beyond its ends', () => {
    const drawn = box([40, 20, 0], heights(-27, 27, 3));
    for (const [plane, wide, c] of [
      [sagittal(5), 20, 1],
      [coronal(-4), 40, 0],
    ] as const) {
      const outlines = outlinesIn(drawn, plane);
      expect(outlines).toHaveLength(1);
      expect(share(areas(outlines, c, 2)[0]!, wide * 57)).toBeLessThan(0.002);
      expect(ends(outlines, c)[1]).toBeCloseTo(wide / 2, 3);
      expect(ends(outlines, 2)[0]).toBeCloseTo(-28.5, 1);
    }
    expect(outlinesIn(drawn, sagittal(21))).toEqual([]);
  });

  test('a sphere is a circle', () => {
    const outlines = outlinesIn(sphere(30, 2), coronal(18));
    expect(share(areas(outlines, 0, 2)[0]!, Math.PI * 24 ** 2)).toBeLessThan(0.01);
    for (const { points } of outlines) {
      for (const [x, y, z] of points) {
        expect(y).toBeCloseTo(18, 9);
        expect(Math.abs(Math.hypot(x, z) - 24)).toBeLessThan(1.2);
      }
    }
  });

  test('a ring cut through the middle is two discs, a shell has a hole', () => {
    const discs = outlinesIn(torus(40, 10, 1), sagittal(0));
    expect(discs).toHaveLength(2);
    for (const area of areas(discs, 1, 2)) expect(share(area, Math.PI * 100)).toBeLessThan(0.02);
    const hollow = {
      contours: [...sphere(30, 2).contours, ...sphere(14, 2).contours],
    };
    const shell = areas(outlinesIn(hollow, sagittal(0)), 1, 2);
    expect(shell).toHaveLength(2);
    expect(share(shell[1]!, Math.PI * 14 ** 2)).toBeLessThan(0.03);
  });

  test('a long gap parts a structure, a missing slice does not', () => {
    const zs = heights(-30, 30, 3);
    const without = (...gone: number[]) =>
      outlinesIn(
        box(
          [20, 20, 0],
          zs.filter((z) => !gone.includes(z)),
        ),
        sagittal(0),
      );
    expect(without(0)).toHaveLength(1);
    expect(without(-3, 0, 3)).toHaveLength(2);
    expect(share(areas(without(0), 1, 2)[0]!, 20 * 63)).toBeLessThan(0.003);
  });

  test('a slanted plane cuts a sphere in a circle too', () => {
    const normal = normalise([1, 0.5, 0.7]);
    const pointMm: LpsPoint = [normal[0] * 10, normal[1] * 10, normal[2] * 10];
    const outlines = outlinesIn(sphere(30, 1), { pointMm, normal });
    expect(outlines).toHaveLength(1);
    for (const point of outlines[0]!.points) {
      expect(dot(point, normal)).toBeCloseTo(10, 6);
      const d = point.map((value, c) => value - pointMm[c]!);
      expect(Math.abs(Math.hypot(...d) - Math.sqrt(800))).toBeLessThan(1);
    }
  });
});

test('a slice of a volume is a plane across its nearest grid axis', () => {
  const geometry = gridAround(
    10,
    [1, 2, 5],
    [
      [0, 1, 0],
      [0, 0, -1],
      [-1, 0, 0],
    ],
  );
  expect(slicePlane(geometry, 'sagittal', 0)).toMatchObject({
    pointMm: [10, -10, 10],
    normal: [-1, 0, 0],
  });
  expect(slicePlane(geometry, 'coronal', 3).pointMm[1]).toBe(-7);
  expect(slicePlane(geometry, 'axial', 1).pointMm[2]).toBe(8);
});
