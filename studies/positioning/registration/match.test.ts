import { describe, expect, it } from 'vitest';
import { upright, gridOf } from '../../volume/testing/grids.ts';
import { bodyPhantom, planningGrid, scanGrid } from '../testing/body-phantom.ts';
import { matchError, movedBy, moveOf, randomMoves } from '../testing/known-offsets.ts';
import { matchRigid } from './match.ts';
import { apart } from './match.ts';
import { poseOf, rigidInverse } from './pose.ts';
import { prepareVolume } from './prepare.ts';

const fixed = prepareVolume(bodyPhantom('anna', planningGrid, { noiseHu: 20, couch: true }));
const scan = bodyPhantom('anna', scanGrid, { noiseHu: 40, seed: 2, couch: true });
const pivotMm = [0, 0, 0] as const;

/** Errors over known moves, and the share within half a millimetre and 0.3 degrees. */
function tried(moves: readonly (readonly number[])[], options: Parameters<typeof matchRigid>[2]) {
  const errors = moves.map((move) => {
    const moving = prepareVolume(movedBy(scan, move));
    return matchError(matchRigid(fixed, moving, { pivotMm, ...options }).movingToFixed, move);
  });
  return errors.filter(({ mm, deg }) => mm <= 0.5 && deg <= 0.3).length / errors.length;
}

describe('rigid match of six degrees of freedom', () => {
  it('finds 95 % of 20 random offsets within 0.5 mm and 0.3 degrees', () => {
    expect(tried(randomMoves(20, 10, 3, 11), {})).toBeGreaterThanOrEqual(0.95);
  }, 180_000);

  it('finds them by correlation', () => {
    const found = tried(randomMoves(3, 10, 3, 12), { metric: 'correlation' });
    expect(found).toBe(1);
  });

  it('finds them on bone and on soft tissue alone', () => {
    expect(tried(randomMoves(2, 10, 3, 13), { window: 'bone' })).toBe(1);
    expect(tried(randomMoves(2, 10, 3, 14), { window: 'soft' })).toBe(1);
  });

  it("finds a large shift, and one beyond the frame of reference by the bodies' middles", () => {
    const moves = [moveOf([4, -5, 6], [35, -30, 38]), moveOf([0, 0, 2], [300, 10, 0])];
    expect(tried(moves, {})).toBe(1);
  });

  it('gives the same answer twice', () => {
    const moving = prepareVolume(movedBy(scan, moveOf([1, 2, -1], [4, -3, 6])));
    const [a, b] = [matchRigid(fixed, moving), matchRigid(fixed, moving)];
    expect(a.movingToFixed).toEqual(b.movingToFixed);
  });
});

describe('fits of fewer degrees of freedom', () => {
  const move = moveOf([0, -2.5, 0], [5, -4, 7]);
  const moving = prepareVolume(movedBy(scan, move));

  it('turns about the turntable alone', () => {
    const { movingToFixed } = matchRigid(fixed, moving, { dof: 4, pivotMm });
    const { mm, deg } = matchError(movingToFixed, move);
    expect(mm).toBeLessThan(0.5);
    expect(deg).toBeLessThan(0.3);
    // About y only: the y row and column are those of no turn.
    expect(movingToFixed[1]).toBeCloseTo(0, 9);
    expect(movingToFixed[6]).toBeCloseTo(0, 9);
    expect(movingToFixed[5]).toBeCloseTo(1, 9);
  });

  it('does not turn at all, and is fitted anew rather than cut from six', () => {
    // The region lies far from the pivot, so that turn and shift trade against each other.
    const region = { kind: 'box', minMm: [20, -60, -80], maxMm: [120, 60, 20] } as const;
    const three = matchRigid(fixed, moving, { dof: 3, pivotMm, region });
    const six = matchRigid(fixed, moving, { dof: 6, pivotMm, region });
    expect(poseOf(three.movingToFixed, pivotMm).rotation).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(three.correlation).toBeLessThan(six.correlation);
    const truncated = { ...six.pose, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
    expect(apart(three.pose, truncated).apartMm).toBeGreaterThan(1);
    expect(three.problem.metric.value(three.pose).value).toBeGreaterThan(
      three.problem.metric.value(truncated).value,
    );
  });
});

describe('where the match looks', () => {
  const move = moveOf([1, -1, 2], [4, 3, -6]);

  it('passes over a couch that stayed behind', () => {
    // The table top of the scan is not where the patient went.
    const patient = movedBy(bodyPhantom('anna', scanGrid, { noiseHu: 40, seed: 2 }), move);
    const { movingToFixed } = matchRigid(fixed, prepareVolume(patient), { pivotMm });
    expect(matchError(movingToFixed, move).mm).toBeLessThan(0.3);
  });

  it('follows the region when two parts moved apart', () => {
    const organ = { shape: 'box', halfMm: [9, 9, 30], hu: 700 } as const;
    const planned = bodyPhantom('anna', planningGrid, {
      organs: [{ ...organ, centreMm: [60, -40, -10] }],
    });
    const moved = bodyPhantom('anna', scanGrid, {
      organs: [{ ...organ, centreMm: [66, -40, -10] }],
    });
    const region = { kind: 'box', minMm: [45, -55, -50], maxMm: [80, -25, 30] } as const;
    const found = matchRigid(prepareVolume(planned), prepareVolume(moved), {
      dof: 3,
      region,
      window: 'bone',
      searchMm: 0,
      centres: false,
    });
    expect(found.movingToFixed[3]).toBeCloseTo(-6, 0);
  });

  it('looks only where the scan has a field', () => {
    const small = bodyPhantom('anna', scanGrid, { noiseHu: 40, seed: 2, fieldRadiusMm: 90 });
    const moving = prepareVolume(movedBy(small, move));
    expect(moving.field.radiusMm).toBeLessThan(95);
    const { movingToFixed } = matchRigid(fixed, moving, { pivotMm });
    expect(matchError(movingToFixed, move).mm).toBeLessThan(0.3);
  });

  it('refuses a region that the scan does not reach', () => {
    const far = prepareVolume(movedBy(scan, moveOf([0, 0, 0], [0, 0, 900])));
    expect(() => matchRigid(fixed, far, { centres: false })).toThrow(/too little of the body/);
  });
});

describe('starts', () => {
  it('climb from a start by hand', () => {
    const move = moveOf([12, -8, 14], [90, -70, 80]);
    const near = moveOf([8, -12, 18], [80, -80, 90]);
    const moving = prepareVolume(movedBy(scan, move));
    const { movingToFixed } = matchRigid(fixed, moving, {
      pivotMm,
      starts: [rigidInverse(near)],
      centres: false,
      searchMm: 0,
    });
    expect(matchError(movingToFixed, move).mm).toBeLessThan(0.3);
  });

  it('find nothing in a volume of air', () => {
    const air = gridOf(upright([20, 20, 20], [4, 4, 4]), () => -1000);
    const { correlation } = matchRigid(fixed, prepareVolume(air));
    expect(correlation).toBe(0);
  });
});
