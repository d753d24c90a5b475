import { describe, expect, test } from 'vitest';
import {
  denseGridSchema,
  densePlaneSchema,
  denseSliceSchema,
} from '../../library/dense-records.ts';
import { cross, dot, voxelToPatient } from '../../volume/geometry.ts';
import { cropGrid } from '../planes/crop-grid.ts';
import { minus, plus } from '../planes/vectors.ts';
import { analyticHeart } from '../testing/analytic-heart.ts';
import { endsOpen } from './ends-open.ts';
import { planDense, type DenseAsked } from './plan-dense.ts';
import { denseGeometry } from './reslice.ts';
import {
  denseCase,
  evenly,
  middleFrame,
  stackOfHeart,
  type StackAt,
} from './testing/dense-case.ts';

const heart = analyticHeart();
const frame = middleFrame(heart);
const planned = (depthsMm: readonly number[], asked: DenseAsked = {}, at: Partial<StackAt> = {}) =>
  planDense(
    stackOfHeart(heart, { depthsMm, ...at }).map(({ plane }) => plane),
    frame,
    asked,
  );
const letters = { measured: '|', made: '.', wide: 'w', beyond: 'b' };
const kinds = ({ planes }: ReturnType<typeof planned>) =>
  planes.map(({ kind }) => letters[kind]).join('');

describe('the dense grid', () => {
  test('divides the gap evenly, as near to 2 mm as it goes', () => {
    for (const [gap, target, step] of [
      [10, 2, 2],
      [8, 2, 2],
      [9.2, 2, 9.2 / 5],
      [7, 2, 7 / 4],
      [10, 3, 10 / 3],
      [2, 4, 2],
    ] as const) {
      const { grid, planes } = planned(evenly(0, gap, 5 * gap), { targetMm: target });
      expect(grid.spacingMm[2]).toBeCloseTo(step, 9);
      expect(grid.dims[2]).toBe(Math.round((5 * gap) / step) + 1);
      expect(planes).toHaveLength(grid.dims[2]);
    }
  });

  test('measured planes are slices, made ones lie between two at their share', () => {
    const { planes, slices } = planned([0, 10, 20, 30]);
    planes.forEach(({ zMm, kind, below, above, share }, k) => {
      expect(zMm).toBeCloseTo(2 * k, 9);
      expect(kind).toBe(k % 5 === 0 ? 'measured' : 'made');
      expect(above - below).toBe(k % 5 === 0 ? 0 : 1);
      expect(slices[below]!.zMm + 10 * share).toBeCloseTo(zMm, 9);
    });
  });

  test('uneven gaps: the median rules, and the last plane is not beyond the last slice', () => {
    const { grid, planes, gapMm } = planned([0, 10, 19.2, 29.2, 38.1]);
    expect(gapMm).toBeCloseTo(9.6, 6);
    expect(grid.spacingMm[2]).toBeCloseTo(9.6 / 5, 6);
    expect(planes.at(-1)!.zMm).toBeLessThan(38.1);
    expect(planes.at(-1)!.zMm).toBeGreaterThan(38.1 - 9.6 / 5);
    expect(planes.find(({ zMm }) => Math.abs(zMm - 19.2) < 1e-6)!.kind).toBe('measured');
  });

  test('voxels lie in the patient where the crops of tilted, sheared slices lie', () => {
    const { grid, planes, sources } = planned(
      evenly(0, 10, 60),
      {},
      {
        tiltDeg: 12,
        shear: (slice) => [3 * slice, -2 * slice],
      },
    );
    const geometry = denseGeometry(grid);
    planes.forEach(({ kind, below }, k) => {
      if (kind !== 'measured') return;
      const { centreMm, u, v } = cropGrid(sources[below]!, frame);
      const corner = plus(plus(centreMm, u, -95), v, -95);
      expect(Math.hypot(...minus(voxelToPatient(geometry, [0, 0, k]), corner))).toBeLessThan(1e-6);
    });
    expect(dot(grid.n, frame.e3)).toBeCloseTo(Math.cos((12 * Math.PI) / 180), 9);
    expect(dot(cross(grid.u, grid.v), grid.n)).toBeCloseTo(-1, 9);
  });

  test('any order of slices and mirrored storage give the same', () => {
    const stack = stackOfHeart(heart, { depthsMm: evenly(0, 10, 60), tiltDeg: 5 });
    const planes = stack.map(({ plane }) => plane);
    const mirrored = planes.toReversed().map((plane) => ({
      ...plane,
      originMm: [...plus(plane.originMm, plane.row, plane.dims[0] - 1)] as [number, number, number],
      row: plane.row.map((x) => -x) as [number, number, number],
    }));
    const [one, other] = [planDense(planes, frame), planDense(mirrored, frame)];
    expect(other.slices.map(({ planeId }) => planeId)).toEqual(one.slices.map((s) => s.planeId));
    one.grid.originMm.forEach((mm, c) => expect(other.grid.originMm[c]).toBeCloseTo(mm, 6));
  });

  test('beyond the ends only when asked, one gap each way', () => {
    expect(kinds(planned([0, 10, 20]))).toBe('|....|....|');
    const plan = planned([0, 10, 20], { beyond: true });
    expect(kinds(plan)).toBe('bbbbb|....|....|bbbbb');
    expect(plan.firstSliceMm).toBeCloseTo(10, 9);
    expect(plan.planes[0]).toMatchObject({ zMm: 0, below: 0, above: 0 });
    expect(plan.planes.at(-1)).toMatchObject({ below: 2, above: 2 });
    const without = planned([0, 10, 20]).grid;
    const back = voxelToPatient(denseGeometry(plan.grid), [0, 0, 5]);
    expect(Math.hypot(...minus(back, without.originMm))).toBeLessThan(1e-9);
  });

  test('keeps to the shapes of a record', () => {
    const { grid, planes, slices } = planned([0, 10, 20], { beyond: true });
    expect(() => denseGridSchema.parse(grid)).not.toThrow();
    planes.forEach((plane) => expect(() => densePlaneSchema.parse(plane)).not.toThrow());
    slices.forEach((slice) => expect(() => denseSliceSchema.parse(slice)).not.toThrow());
  });
});

describe('stacks that are refused', () => {
  test('one slice, or none', () => {
    expect(() => planned([0])).toThrow('at least two short-axis slices; 1 are in use');
    expect(() => planned([])).toThrow('at least two short-axis slices; 0 are in use');
  });

  test('two slices at one place', () => {
    expect(() => planned([0, 10, 20, 20.3, 30])).toThrow(
      'Short-axis slices 3 and 4 from the base lie at the same position.',
    );
  });

  test('a turned slice, from 2 degrees on', () => {
    const turned = (degrees: number) => {
      const [slice] = stackOfHeart(heart, { depthsMm: [20], tiltDeg: degrees });
      const others = stackOfHeart(heart, { depthsMm: [0, 10, 30, 40] });
      return planDense(
        [...others, { plane: { ...slice!.plane, order: 2 } }].map(({ plane }, k) => ({
          ...plane,
          order: [0, 1, 3, 4, 2][k]!,
        })),
        frame,
      );
    };
    expect(turned(1.9).slices).toHaveLength(5);
    expect(() => turned(3)).toThrow(
      'Short-axis slice 3 from the base is turned by 3.0 degrees against the others; up to 2',
    );
  });

  test('a gap of more than 25 mm, unless asked for: then its planes are wide', () => {
    expect(kinds(planned([0, 25, 50]))).not.toContain('w');
    expect(() => planned([0, 10, 36, 46])).toThrow(
      'Short-axis slices 2 and 3 from the base lie 26.0 mm apart',
    );
    const plan = planned([0, 10, 36, 46], { acrossWideGaps: true });
    expect(kinds(plan)).toBe(`|....|${'w'.repeat(12)}|....|`);
  });
});

describe('ends of the stack', () => {
  const open = (depthsMm: readonly number[]) => endsOpen(denseCase({ depthsMm }).slices(0));

  test('closed where it begins above the base and ends below the apex', () => {
    expect(open(evenly(-5, 10, 100))).toEqual({ base: false, apex: false });
  });

  test('open at the base where the first slice is ringed by muscle', () => {
    expect(open(evenly(15, 10, 100))).toEqual({ base: true, apex: false });
  });

  test('open at the apex where the last slice is more than 40 % of the largest', () => {
    // Area goes with 1 - (z / 82) squared: 40 % at 63.5 mm.
    expect(open([-5, 1, 21, 41, 61])).toEqual({ base: false, apex: true });
    expect(open([-5, 1, 21, 41, 66])).toEqual({ base: false, apex: false });
  });
});
