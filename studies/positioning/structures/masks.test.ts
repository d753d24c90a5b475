import { describe, expect, test } from 'vitest';
import { patientToVoxel, type LpsPoint, type VolumeGeometry } from '../../volume/geometry.ts';
import { encloses } from './encloses.ts';
import { marginMask } from './margin.ts';
import { maskVolumeMl, structureMask, wholeMask, type StructureMask } from './mask.ts';
import { structureVolumeMl } from './structure-volume.ts';
import { box, circle, closed, gridAround, heights, sphere, torus } from './testing/shapes.ts';

const isIn = ({ geometry, box: part, voxels }: StructureMask, point: LpsPoint): boolean => {
  const [i, j, k] = patientToVoxel(geometry, point).map(
    (value, c) => Math.round(value) - part.from[c]!,
  ) as [number, number, number];
  const [wide, high, deep] = part.dims;
  if (i < 0 || j < 0 || k < 0 || i >= wide || j >= high || k >= deep) return false;
  return voxels[i + wide * (j + high * k)] === 1;
};
const share = (value: number, truth: number) => Math.abs(value / truth - 1);
const slanted: VolumeGeometry['axes'] = [
  [Math.cos(0.4), Math.sin(0.4), 0],
  [-Math.sin(0.4) * Math.cos(0.3), Math.cos(0.4) * Math.cos(0.3), Math.sin(0.3)],
  [Math.sin(0.4) * Math.sin(0.3), -Math.cos(0.4) * Math.sin(0.3), Math.cos(0.3)],
];

describe('volumes', () => {
  test('a sphere, a ring and a box hold what geometry says', () => {
    expect(share(structureVolumeMl(sphere(30, 2)), (4 / 3) * Math.PI * 27)).toBeLessThan(0.002);
    const ring = 2 * Math.PI ** 2 * 40 * 100;
    expect(share(structureVolumeMl(torus(40, 10, 1)), ring / 1000)).toBeLessThan(0.005);
    expect(structureVolumeMl(box([40, 20, 0], heights(-27, 27, 3)))).toBeCloseTo(
      (40 * 20 * 57) / 1000,
      9,
    );
  });

  test('a hole in a hole counts again; what is not closed encloses nothing', () => {
    const contours = [30, 20, 10].map((radius) => circle([0, 0], radius, 0));
    const area = Math.PI * (900 - 400 + 100);
    expect(share(structureVolumeMl({ contours }, 5), (area * 5) / 1000)).toBeLessThan(0.001);
    const open = { ...contours[0]!, kind: 'open' as const };
    expect(structureVolumeMl({ contours: [open] })).toBe(0);
    expect(structureMask({ contours: [open] }, gridAround(40, [1, 1, 1]))).toBeNull();
  });

  test('one missing slice is bridged, three are not', () => {
    const whole = heights(-30, 30, 3);
    const without = (...gone: number[]) =>
      box(
        [20, 20, 0],
        whole.filter((z) => !gone.includes(z)),
      );
    expect(structureVolumeMl(without(0))).toBeCloseTo(structureVolumeMl(without()), 9);
    expect(structureVolumeMl(without(-3, 0, 3))).toBeCloseTo((400 * 3 * 18) / 1000, 9);
  });
});

describe('masks', () => {
  test.each([
    ['on the slices it was drawn on', gridAround(40, [1, 1, 2])],
    ['on finer slices', gridAround(40, [1, 1, 1])],
    ['on a slanted volume', gridAround(40, [1, 1, 1], slanted)],
    [
      'on a volume with other axes',
      gridAround(
        40,
        [1, 1, 1],
        [
          [0, 1, 0],
          [0, 0, -1],
          [-1, 0, 0],
        ],
      ),
    ],
  ])('of a sphere %s', (_name, geometry) => {
    const mask = structureMask(sphere(30, 2), geometry)!;
    expect(share(maskVolumeMl(mask), (4 / 3) * Math.PI * 27)).toBeLessThan(0.02);
    for (const axis of [0, 1, 2]) {
      for (const side of [-1, 1]) {
        const at = (mm: number) => [0, 1, 2].map((c) => (c === axis ? side * mm : 0.2));
        expect(isIn(mask, at(28) as unknown as LpsPoint)).toBe(true);
        expect(isIn(mask, at(32) as unknown as LpsPoint)).toBe(false);
      }
    }
  });

  test('of a ring: the hole is outside', () => {
    const mask = structureMask(torus(40, 10, 1), gridAround(60, [1, 1, 0.25]))!;
    expect(share(maskVolumeMl(mask), (2 * Math.PI ** 2 * 40 * 100) / 1000)).toBeLessThan(0.02);
    expect(isIn(mask, [40, 0, 0])).toBe(true);
    expect(isIn(mask, [0, -40, 3])).toBe(true);
    expect(isIn(mask, [0, 0, 0])).toBe(false);
  });

  test('of a box, to the voxel, and its box in the whole volume', () => {
    const geometry = gridAround(40, [2, 2, 3]);
    const drawn = box([41, 21, 0], heights(-27, 27, 3));
    const mask = structureMask(drawn, geometry)!;
    const whole = wholeMask(mask);
    const count = whole.reduce((sum, voxel) => sum + voxel, 0);
    expect(count).toBe(21 * 11 * 19);
    expect(mask.voxels.reduce((sum, voxel) => sum + voxel, 0)).toBe(count);
    expect(structureMask({ contours: [circle([500, 0], 5, 0)] }, geometry)).toBeNull();
  });

  test('shapes far apart on neighbouring slices meet half-way', () => {
    const drawn = { contours: [circle([-30, 0], 8, 0), circle([30, 0], 8, 4)] };
    const mask = structureMask(drawn, gridAround(45, [1, 1, 0.5]))!;
    expect(isIn(mask, [-30, 0, 1.5])).toBe(true);
    expect(isIn(mask, [-30, 0, 3])).toBe(false);
    expect(isIn(mask, [30, 0, 2.5])).toBe(true);
    expect(isIn(mask, [0, 0, 2])).toBe(false);
  });

  test('scattered heights and both senses of rotation are one slice', () => {
    const uneven = heights(-6, 6, 3).map((z, n) => {
      const points = circle([0, 0], 20, z, 40).points.map(([x, y], at): LpsPoint => [
        x,
        y,
        z + 0.1 * Math.sin(7 * at + n),
      ]);
      return closed(n % 2 === 0 ? points : [...points].reverse());
    });
    expect(
      share(structureVolumeMl({ contours: uneven }), (Math.PI * 400 * 15) / 1000),
    ).toBeLessThan(0.01);
  });

  test('a margin reaches just as far in every direction', () => {
    const geometry = gridAround(60, [1, 1.5, 2]);
    const point = structureMask(box([1, 1, 0], [0]), geometry)!;
    expect(point.voxels.reduce((sum, voxel) => sum + voxel, 0)).toBe(1);
    const ball = marginMask(point, 20);
    expect(share(maskVolumeMl(ball), ((4 / 3) * Math.PI * 20 ** 3) / 1000)).toBeLessThan(0.01);
    for (const at of [
      [20, 0, 0],
      [0, 19.5, 0],
      [0, 0, -20],
      [12, 12, 10],
    ] as const)
      expect(isIn(ball, at), String(at)).toBe(true);
    for (const at of [
      [21, 0, 0],
      [0, 21, 0],
      [0, 0, 22],
      [15, 12, 10],
    ] as const)
      expect(isIn(ball, at), String(at)).toBe(false);
    expect(marginMask(point, 0).voxels).toEqual(point.voxels);
    const edge = structureMask(box([20, 20, 0], [-60, -58]), geometry)!;
    expect(marginMask(edge, 10).box.from[2]).toBe(0);
  });
});

test('a point is inside by the nearest slice', () => {
  const ring = torus(40, 10, 1);
  expect(encloses(ring, [40, 0, 0.3])).toBe(true);
  expect(encloses(ring, [0, 0, 0])).toBe(false);
  expect(encloses(ring, [40, 0, 12])).toBe(false);
});
