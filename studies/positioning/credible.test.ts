import { describe, expect, it } from 'vitest';
import { upright } from '../volume/testing/grids.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import { captureRange } from './capture-range.ts';
import { cautions, matchCredibly, refusals, type JudgedMatch } from './credible.ts';
import type { MatchEvidence } from './evidence.ts';
import { prepareVolume } from './registration/prepare.ts';
import { matchRigid } from './registration/match.ts';
import { regionResidual } from './residual.ts';
import { couchSpread, matchUncertainty } from './uncertainty.ts';
import { bodyPhantom } from './testing/body-phantom.ts';
import { leftRightSwapped, matchError, movedBy, moveOf } from './testing/known-offsets.ts';

/** Voxels of 4 mm: these tests are of what is believed, and quick; match.test.ts has the fine ones. */
const planningGrid = upright([84, 60, 45], [4, 4, 4], [-166, -118, -88]);
const scanGrid = upright([80, 64, 46], [4, 4, 3.4], [-158, -126, -76]);
const fixed = prepareVolume(bodyPhantom('anna', planningGrid, { noiseHu: 20, couch: true }));
const usual = { noiseHu: 40, seed: 2, couch: true };
const scan = bodyPhantom('anna', scanGrid, usual);
const sparse = bodyPhantom('anna', scanGrid, { noiseHu: 60, streakHu: 250, seed: 3 });
const move = moveOf([2, -1, 2], [6, -7, 5]);
const pivotMm = [0, 0, 0] as const;

const judged = (grid: VoxelGrid) =>
  matchCredibly(fixed, prepareVolume(movedBy(grid, move)), { pivotMm });

function reasons(found: JudgedMatch): string[] {
  return found.credible ? [] : found.reasons.map(({ code }) => code);
}

describe('credible', () => {
  it.each([
    ['a full scan', scan],
    ['a sparse scan with streaks', sparse],
    ['a small field', bodyPhantom('anna', scanGrid, { ...usual, fieldRadiusMm: 90 })],
    [
      'a short scan',
      bodyPhantom('anna', upright([100, 80, 24], [3.2, 3.2, 2.8], [-158, -126, -30]), usual),
    ],
  ])('believes %s', (_, grid) => {
    const found = judged(grid);
    expect(reasons(found)).toEqual([]);
    if (found.credible) expect(matchError(found.match.movingToFixed, move).mm).toBeLessThan(1);
  });

  it('believes a scan with a hip replacement, and says so', () => {
    const organs = [
      { shape: 'ellipsoid', centreMm: [-82, 18, -62], halfMm: [16, 16, 24], hu: 3071 },
    ] as const;
    const found = judged(bodyPhantom('anna', scanGrid, { ...usual, organs }));
    expect(found.credible && found.warnings.map(({ code }) => code)).toEqual(['positioning/metal']);
  });

  it('refuses another patient', () => {
    expect(reasons(judged(bodyPhantom('bert', scanGrid, usual)))).toEqual([
      'positioning/not-alike',
    ]);
  });

  it('refuses a scan whose left and right were exchanged', () => {
    expect(reasons(judged(leftRightSwapped(scan)))).toContain('positioning/mirrored');
  });

  it.each([0, 1, 2])('refuses a scan turned half a turn about axis %i', (axis) => {
    const half = moveOf(
      [0, 1, 2].map((n) => (n === axis ? 180 : 0)),
      [3, 2, 1],
    );
    const found = matchCredibly(fixed, prepareVolume(movedBy(scan, half)), { pivotMm });
    expect(reasons(found)).toContain('positioning/turned');
  });

  it('refuses a scan of somewhere else', () => {
    const away = movedBy(scan, moveOf([0, 0, 0], [0, 0, 160]));
    const near = { pivotMm, centres: false, searchMm: 32 } as const;
    expect(matchCredibly(fixed, prepareVolume(away), near).credible).toBe(false);
    const gone = movedBy(scan, moveOf([0, 0, 0], [0, 0, 900]));
    expect(reasons(matchCredibly(fixed, prepareVolume(gone), near))).toEqual([
      'positioning/no-points',
    ]);
  });

  it('refuses a block of metal', () => {
    const organs = [
      { shape: 'box', centreMm: [20, 0, 0], halfMm: [60, 50, 45], hu: 3071 },
    ] as const;
    expect(reasons(judged(bodyPhantom('anna', scanGrid, { ...usual, organs })))).toContain(
      'positioning/metal-block',
    );
  });

  it('warns where a mirrored or turned body would fit almost as well', () => {
    const evidence = (asMatched: number, mirrored: number, turned: number): MatchEvidence => ({
      sharedShare: 0.6,
      sharedMl: 1700,
      outlineDice: 0.97,
      correlation: { all: asMatched, soft: 0.8, bone: 0.6 },
      local: 0.75,
      alternatives: { asMatched, mirrored, turned },
      metalMl: 0,
      metalShare: 0,
    });
    // The upper part of a phantom laid on its lower part, and a patient's leg in 25 views.
    const [wrong, right] = [evidence(0.844, 0.725, 0.737), evidence(0.886, 0.409, 0.632)];
    expect([wrong, right].flatMap(refusals)).toEqual([]);
    expect(cautions(wrong).map(({ code }) => code)).toEqual(['positioning/doubtful']);
    expect(cautions(right)).toEqual([]);
  });

  it('refuses streaks and noise without a body to be seen', () => {
    const grid = bodyPhantom('anna', scanGrid, { noiseHu: 120, streakHu: 500, seed: 3 });
    expect(judged(grid).credible).toBe(false);
  });
});

describe('how sure a match is', () => {
  const moving = [scan, sparse].map((grid) => prepareVolume(movedBy(grid, move)));
  const matches = moving.map((volume) => matchRigid(fixed, volume, { pivotMm }));

  it('is less sure of a sparse scan, and covers the true error', () => {
    const [full, few] = matches.map((match, n) => matchUncertainty(match, moving[n]!));
    const lengths = [full!, few!].map(({ sd }) => Math.hypot(...sd.shiftMm));
    expect(lengths[0]).toBeLessThan(0.2);
    expect(lengths[1]).toBeGreaterThan(3 * lengths[0]!);
    matches.forEach((match, n) =>
      expect(matchError(match.movingToFixed, move).mm).toBeLessThan(3 * lengths[n]!),
    );
    expect(full!.curvature.shiftMm[0]).toBeLessThan(full!.sd.shiftMm[0] + 1e-12);
  });

  it("lays the spread beside the couch's axes", () => {
    const spread = { shiftMm: [1, 2, 3], turnDeg: [4, 5, 6] } as const;
    expect(couchSpread(spread, 'HFS')).toEqual({
      lateralMm: 1,
      verticalMm: 2,
      longitudinalMm: 3,
      pitchDeg: 4,
      rotationDeg: 5,
      rollDeg: 6,
    });
    expect(couchSpread(spread, 'FFDL')).toMatchObject({ lateralMm: 2, verticalMm: 1, pitchDeg: 5 });
  });

  it('knows from how far it finds home', () => {
    const { shiftMm, turnDeg, steps } = captureRange(fixed, moving[0]!, matches[0]!, {
      shiftsMm: [20],
      turnsDeg: [10],
    });
    expect([shiftMm, turnDeg]).toEqual([20, 10]);
    expect(steps.map(({ tried }) => tried)).toEqual([14, 14]);
  });
});

describe('residual of a region', () => {
  it('is how far a part has still to go', () => {
    const organ = { shape: 'box', halfMm: [9, 9, 30], hu: 700 } as const;
    const planned = prepareVolume(
      bodyPhantom('anna', planningGrid, { organs: [{ ...organ, centreMm: [60, -40, -10] }] }),
    );
    const grid = bodyPhantom('anna', scanGrid, {
      organs: [{ ...organ, centreMm: [63, -42, -10] }],
    });
    const moving = prepareVolume(movedBy(grid, move));
    const match = matchRigid(planned, moving, { pivotMm });
    const part = { kind: 'box', minMm: [48, -52, -50], maxMm: [74, -28, 30] } as const;
    const { shiftMm, distanceMm, matched, shifted } = regionResidual(
      planned,
      moving,
      match,
      part,
      'bone',
    );
    expect(Math.abs(shiftMm![0] + 3)).toBeLessThan(0.5);
    expect(Math.abs(shiftMm![1] - 2)).toBeLessThan(0.5);
    expect(distanceMm).toBeGreaterThan(3);
    expect(shifted).toBeGreaterThan(matched);
    const spine = { kind: 'box', minMm: [-40, 20, -60], maxMm: [40, 80, 60] } as const;
    expect(regionResidual(planned, moving, match, spine, 'bone').distanceMm).toBeLessThan(0.3);
  });
});
