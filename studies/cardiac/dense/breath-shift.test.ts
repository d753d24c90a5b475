import { describe, expect, test } from 'vitest';
import { plus } from '../planes/vectors.ts';
import { analyticHeart } from '../testing/analytic-heart.ts';
import { breathShifts } from './breath-shift.ts';
import { cropLabels } from './crop-labels.ts';
import { planDense } from './plan-dense.ts';
import { shiftCrop } from './shift-crop.ts';
import { evenly, middleFrame, stackOfHeart, type StackAt } from './testing/dense-case.ts';

type Shift = readonly [number, number];

const heart = analyticHeart();
const frame = middleFrame(heart);

/** A stack whose slices can be shown as if each had been acquired in a breath-hold of its own. */
function stack(at: StackAt) {
  const masks = stackOfHeart(heart, { phases: 5, ...at });
  const { grid, slices } = planDense(
    masks.map(({ plane }) => plane),
    frame,
  );
  const zMm = slices.map((slice) => slice.zMm);
  const found = (shifts: readonly Shift[], phases = [0]) =>
    breathShifts(
      masks.map(({ plane, labels }, k) => {
        const [du, dv] = shifts[k]!;
        const originMm = plus(plus(plane.originMm, grid.u, du), grid.v, dv);
        const moved = { ...plane, originMm: [...originMm] as [number, number, number] };
        return phases.map((phase) => cropLabels(labels(phase)!, moved, frame));
      }),
      zMm,
    );
  return { zMm, found };
}

/** Gaussian numbers of a given spread, the same on every run (Box and Muller). */
function spread(sdMm: number, start: number): () => number {
  let state = start;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => sdMm * Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/** What is left of values along a stack when their straight line is taken out. */
function offLine(z: readonly number[], values: readonly number[]): number[] {
  const mean = (all: readonly number[]) => all.reduce((sum, x) => sum + x, 0) / all.length;
  const [mz, mv] = [mean(z), mean(values)];
  const slope =
    z.reduce((sum, at, k) => sum + (at - mz) * (values[k]! - mv), 0) /
    z.reduce((sum, at) => sum + (at - mz) ** 2, 0);
  return values.map((value, k) => value - mv - slope * (z[k]! - mz));
}

const rms = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

const tilted = { depthsMm: evenly(-3, 8, 95), tiltDeg: 12 };

describe('breath-hold shifts', () => {
  test('none in a tilted heart: its tilt is no shift', () => {
    for (const at of [tilted, { depthsMm: evenly(2, 10, 95) }]) {
      const { found, zMm } = stack(at);
      const shifts = found(
        zMm.map(() => [0, 0]),
        [0, 2],
      );
      for (const { shiftMm } of shifts) expect(Math.hypot(...shiftMm)).toBeLessThan(0.7);
      expect(
        shifts.filter(({ standardErrorMm }) => standardErrorMm !== null).length,
      ).toBeGreaterThan(7);
    }
  });

  test('of 3.5 mm in a tilted heart are found but for their straight line', () => {
    const { found, zMm } = stack(tilted);
    const next = spread(3.5, 11);
    const off: number[] = [];
    const rest: number[] = [];
    const told: number[] = [];
    for (let heartbeat = 0; heartbeat < 12; heartbeat++) {
      const shifts = zMm.map((): Shift => [next(), next()]);
      const got = found(shifts);
      const sure = got.flatMap(({ standardErrorMm }, k) => (standardErrorMm === null ? [] : [k]));
      for (const c of [0, 1] as const) {
        const truth = offLine(
          sure.map((k) => zMm[k]!),
          sure.map((k) => shifts[k]![c]),
        );
        sure.forEach((k, n) => {
          off.push(got[k]!.shiftMm[c] - truth[n]!);
          rest.push(got[k]!.shiftMm[c] - shifts[k]![c]);
          told.push(got[k]!.standardErrorMm!);
        });
      }
    }
    expect(rms(off)).toBeLessThan(1.2);
    // With the line that can't be told, the errors are as large as they are said to be.
    expect(rms(rest) / rms(told)).toBeGreaterThan(0.7);
    expect(rms(rest) / rms(told)).toBeLessThan(1.4);
  });

  test('one slice far off is told alone, its neighbours are not blamed', () => {
    const { found, zMm } = stack(tilted);
    const shifts = found(zMm.map((_, k): Shift => (k === 6 ? [-9, 6] : [0, 0])));
    expect(shifts[6]!.shiftMm[0]).toBeCloseTo(-9, -0.5);
    expect(shifts[6]!.shiftMm[1]).toBeCloseTo(6, -0.5);
    shifts.forEach(({ shiftMm }, k) => {
      if (k !== 6) expect(Math.hypot(...shiftMm)).toBeLessThan(2);
    });
  });

  test('can not be told of slices without a whole ring, nor from three slices', () => {
    const { found, zMm } = stack(tilted);
    const shifts = found(zMm.map(() => [0, 0]));
    expect(shifts[0]).toEqual({ shiftMm: [0, 0], standardErrorMm: null });
    const three = stack({ depthsMm: [20, 30, 40] });
    for (const shift of three.found(three.zMm.map((_, k): Shift => [k === 1 ? 8 : 0, 0])))
      expect(shift).toEqual({ shiftMm: [0, 0], standardErrorMm: null });
  });
});

test('a crop moved: whole pixels exactly, half ones as means, the rim drawn out', () => {
  const crop = Float32Array.from(
    { length: 2 * 96 * 96 },
    (_, n) => (n % 96) + 7 * Math.floor(n / 96),
  );
  const right = shiftCrop(crop, 4, 0);
  expect(right[96 * 10 + 12]).toBe(crop[96 * 10 + 10]);
  expect(right[96 * 10 + 1]).toBe(crop[96 * 10]);
  const down = shiftCrop(crop, 0, 1);
  expect(down[96 * 10 + 12]).toBeCloseTo((crop[96 * 10 + 12]! + crop[96 * 9 + 12]!) / 2, 4);
  // The second crop does not run into the first.
  expect(down[96 * 96]).toBe(crop[96 * 96]);
});
