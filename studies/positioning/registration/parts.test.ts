import { describe, expect, it } from 'vitest';
import { inverse, multiply } from '../../dicom/rt/rigid-matrix.ts';
import { gridOf, noise, turned, upright } from '../../volume/testing/grids.ts';
import { voxelToPatient, type LpsPoint } from '../../volume/geometry.ts';
import { moveOf } from '../testing/known-offsets.ts';
import { bodyMask } from './body.ts';
import { Correlation } from './correlation.ts';
import { scanField } from './field.ts';
import { matchLandmarks } from './landmarks.ts';
import { levelsOf } from './levels.ts';
import { matchedOnto, movedGeometry } from './moved-geometry.ts';
import { MutualInformation } from './mutual-information.ts';
import { applied, matrixOf, poseOf, stepped, turnDeg, type Pose } from './pose.ts';
import { Projection } from './projection.ts';
import { regionWeight } from './region.ts';
import { samplePoints } from './sample-points.ts';
import { windows } from './window.ts';

describe('poses', () => {
  const matrix = moveOf([3, -4, 5], [1, 2, 3]);

  it('come back from matrices about any pivot', () => {
    matrixOf(poseOf(matrix, [30, -7, 200])).forEach((value, n) =>
      expect(value).toBeCloseTo(matrix[n]!, 12),
    );
  });

  it('know their angle', () => {
    expect(turnDeg(moveOf([0, 0, 7], [5, 5, 5]))).toBeCloseTo(7, 12);
    expect(turnDeg(moveOf([180, 0, 0], [0, 0, 0]))).toBeCloseTo(180, 9);
  });

  it('are not made of what stretches', () => {
    const stretched = matrix.map((value, n) => (n < 3 ? value * 1.01 : value));
    expect(() => poseOf(stretched, [0, 0, 0])).toThrow(/more than turn and shift/);
  });
});

describe('landmarks', () => {
  const points: LpsPoint[] = [
    [10, 0, 0],
    [0, 60, 5],
    [-40, 3, 80],
    [20, -30, -50],
  ];

  it('give back a known move', () => {
    const move = moveOf([20, -35, 50], [100, -20, 7]);
    const { movingToFixed, residualMm } = matchLandmarks(
      points.map((p) => applied(move, p)),
      points,
    );
    multiply(movingToFixed, move).forEach((value, n) =>
      expect(value).toBeCloseTo(n % 5 === 0 ? 1 : 0, 9),
    );
    expect(residualMm).toBeLessThan(1e-9);
  });

  it('are too few on one line', () => {
    const line: LpsPoint[] = [1, 2, 3].map((n): LpsPoint => [n * 10, n * 10, 0]);
    expect(() => matchLandmarks(line, line)).toThrow(/three pairs/);
  });
});

describe('levels', () => {
  it('keep a straight slope where it was', () => {
    const geometry = turned([32, 32, 24]);
    const slope = (p: LpsPoint) => 2 * p[0] - 3 * p[1] + p[2];
    for (const level of levelsOf(gridOf(geometry, slope), [8, 4, 2])) {
      const [nx, ny] = level.geometry.dims;
      const p = voxelToPatient(level.geometry, [1, 2, 1]);
      expect(level.values[1 + nx * (2 + ny)]).toBeCloseTo(slope(p), 3);
      expect(Math.max(...level.geometry.spacingMm)).toBeLessThanOrEqual(11);
    }
  });
});

describe('masks', () => {
  const geometry = upright([40, 40, 10], [4, 4, 4], [-78, -78, -18]);

  it('take the body with its lungs and leave the couch', () => {
    const grid = gridOf(geometry, ([x, y]) => {
      if (y > 58 && y < 64) return 200;
      if (Math.hypot(x, y) > 50) return -1000;
      return Math.hypot(x - 20, y) < 15 ? -800 : 40;
    });
    const mask = bodyMask(levelsOf(grid, [4])[0]!)!;
    const at = (x: number, y: number) =>
      mask.voxels[Math.round((x + 78) / 4) + 40 * (Math.round((y + 78) / 4) + 40 * 5)];
    expect([at(0, 0), at(20, 0), at(0, 61), at(60, 0)]).toEqual([1, 1, 0, 0]);
  });

  it('find the circle of a scan', () => {
    const level = (radius: number) =>
      levelsOf(
        gridOf(geometry, ([x, y]) => (Math.hypot(x, y) > radius ? -1000 : x)),
        [4],
      )[0]!;
    expect(scanField(level(60)).radiusMm).toBeCloseTo(60, -1);
    expect(scanField(level(1000)).radiusMm).toBeNull();
  });

  it('fade out beyond a structure and its margin', () => {
    const small = { from: [10, 10, 4], dims: [4, 4, 2] } as const;
    const mask = { geometry, box: small, voxels: new Uint8Array(32).fill(1) };
    const weight = regionWeight({ kind: 'structure', mask, marginMm: 8 });
    const away = (voxels: number) => weight(voxelToPatient(geometry, [13 + voxels, 11, 4]));
    expect([away(0), away(2)]).toEqual([1, 1]);
    expect(away(3)).toBeCloseTo(0.2, 6);
    expect(away(4)).toBe(0);
  });

  it('fade out beyond a box', () => {
    const weight = regionWeight({ kind: 'box', minMm: [10, 10, 10], maxMm: [0, 0, 0] });
    expect([weight([5, 5, 5]), weight([12.5, 5, 5]), weight([5, 5, -6])]).toEqual([1, 0.5, 0]);
  });
});

describe('metrics', () => {
  const geometry = turned([24, 22, 20]);
  const bumps = noise(3, 30);
  const smooth = gridOf(geometry, ([x, y, z]) => {
    let sum = 0;
    for (let n = 0; n < 10; n++)
      sum +=
        300 *
        Math.sin(
          x * 0.2 * bumps[3 * n]! + y * 0.2 * bumps[3 * n + 1]! + z * 0.2 * bumps[3 * n + 2]! + n,
        );
    return sum / 3;
  });
  const level = levelsOf(smooth, [1])[0]!;
  const field = { radiusMm: null };
  const middle = voxelToPatient(geometry, [12, 11, 10]);
  const points = samplePoints(level, {
    count: 3000,
    seed: 5,
    window: windows.all,
    // Away from the border, where points fade out as they leave.
    weight: (p) => (Math.hypot(...p.map((value, n) => value - middle[n]!)) < 7 ? 1 : 0),
    body: null,
    field,
  });
  const moving = new Projection(points, level, field, windows.all);
  const pose: Pose = stepped(
    poseOf(moveOf([0, 0, 0], [0, 0, 0]), middle),
    [0.7, -0.9, 0.6],
    [0.03, -0.02, 0.04],
  );

  it.each([
    ['correlation', new Correlation(points, moving)],
    ['mutual-information', new MutualInformation(points, moving, windows.all)],
  ])('%s: has the slope that small steps show', (_, metric) => {
    const { gradient } = metric.slope(pose);
    for (let axis = 0; axis < 6; axis++) {
      const step = axis < 3 ? 1e-3 : 1e-4;
      const by = (sign: number) => {
        const six = [0, 1, 2, 3, 4, 5].map((n) => (n === axis ? sign * step : 0));
        return metric.value(stepped(pose, [six[0]!, six[1]!, six[2]!], [six[3]!, six[4]!, six[5]!]))
          .value;
      };
      const shown = (by(1) - by(-1)) / (2 * step);
      const size = Math.hypot(...gradient.subarray(axis < 3 ? 0 : 3, axis < 3 ? 3 : 6));
      expect(Math.abs(gradient[axis]! - shown)).toBeLessThan(0.06 * size);
    }
  });

  it('correlation is 1 at home and does not mind brightness', () => {
    const home = poseOf(moveOf([0, 0, 0], [0, 0, 0]), [0, 0, 0]);
    const brighter = { ...level, values: level.values.map((value) => 0.5 * value + 100) };
    const other = new Projection(points, brighter, field, windows.all);
    expect(new Correlation(points, other).value(home).value).toBeCloseTo(1, 9);
  });
});

describe("the scan on the planning CT's grid", () => {
  it('lies where the match puts it', () => {
    const target = upright([20, 20, 20], [2, 2, 2], [-19, -19, -19]);
    const blob = ([x, y, z]: LpsPoint) => 1000 * Math.exp(-(x * x + 2 * y * y + z * z) / 200);
    const move = moveOf([10, 20, 30], [3, 4, 5]);
    const there = upright([40, 40, 40], [1.5, 1.5, 1.5], [-29, -29, -29]);
    const scan = { ...gridOf(there, blob), geometry: movedGeometry(there, move) };
    const onto = matchedOnto(target, scan, inverse(move)!);
    const wanted = gridOf(target, blob).voxels;
    onto.voxels.forEach((value, n) => expect(Math.abs(value - wanted[n]!)).toBeLessThan(15));
  });
});
