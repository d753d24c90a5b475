import { describe, expect, test } from 'vitest';
import { heartClass } from '../contours/classes.ts';
import { analyticHeart, maskPlane, type AnalyticHeart } from '../testing/analytic-heart.ts';
import { maskMeasures } from './mask-measures.ts';
import type { MaskPlane } from './mask-planes.ts';

const phases = 5;

function longAxis(heart: AnalyticHeart, turnDeg = 0): MaskPlane[] {
  const shared = { down: [0, 0, -1], dims: [150, 190], phases, centre: [0, 0, 12] } as const;
  const turn = (turnDeg * Math.PI) / 180;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const down = (side: readonly [number, number, number]) => [s * side[0], s * side[1], -c] as const;
  const right = (side: readonly [number, number, number]) => [c * side[0], c * side[1], s] as const;
  return [
    maskPlane(
      heart,
      { ...shared, view: '4ch', right: right([-1, 0, 0]), down: down([-1, 0, 0]) },
      '4ch',
    ),
    maskPlane(
      heart,
      { ...shared, view: '2ch', right: right([0, -1, 0]), down: down([0, -1, 0]) },
      '2ch',
    ),
  ];
}

function measured(planes: readonly MaskPlane[], heart: AnalyticHeart) {
  return maskMeasures({
    planes,
    frame: heart.frame,
    phases,
    heartRate: null,
    papillary: 'in-volume',
  });
}

const ellipsoidMl = (a: number, b: number, c: number) => ((4 / 3) * Math.PI * a * b * c) / 1000;

describe('area-length', () => {
  test('of a left atrium that is an ellipsoid, largest and smallest over the beat', () => {
    const heart = analyticHeart({
      atrium: (share) => (Math.abs(share - 0.4) < 0.01 ? [24, 21, 30] : [19, 17, 24]),
    });
    const { laMaxMl, laMinMl } = measured(longAxis(heart), heart).measures;
    expect(Math.abs(laMaxMl!.value / ellipsoidMl(24, 21, 30) - 1)).toBeLessThan(0.02);
    expect(Math.abs(laMinMl!.value / ellipsoidMl(19, 17, 24) - 1)).toBeLessThan(0.02);
    expect(laMaxMl!.low).toBeLessThan(ellipsoidMl(24, 21, 30));
  });

  test('planes turned in their own plane measure the same', () => {
    const heart = analyticHeart({ atrium: () => [24, 21, 30] });
    const { laMaxMl } = measured(longAxis(heart, 25), heart).measures;
    expect(Math.abs(laMaxMl!.value / ellipsoidMl(24, 21, 30) - 1)).toBeLessThan(0.03);
  });

  test('of a right atrium from one plane', () => {
    const heart = analyticHeart({ atrium: () => [22, 22, 28] });
    const recoloured = longAxis(heart).map((mask) => ({
      ...mask,
      labels: (phase: number) =>
        mask
          .labels(phase)!
          .map((value) =>
            value === heartClass.leftAtrium
              ? heartClass.rightAtrium
              : value === heartClass.lvCavity
                ? heartClass.rvCavity
                : 0,
          ),
    }));
    const { raMaxMl, laMaxMl } = measured(recoloured.slice(0, 1), heart).measures;
    expect(Math.abs(raMaxMl!.value / ellipsoidMl(22, 22, 28) - 1)).toBeLessThan(0.02);
    expect(laMaxMl).toBeUndefined();
  });

  test('of the left ventricle where there is no stack', () => {
    const heart = analyticHeart({ atrium: () => [24, 24, 25] });
    const got = measured(longAxis(heart), heart);
    // Half an ellipsoid: its area is half, its length too, so the formula gives half the volume.
    const [edAcross, edAlong] = heart.cavity(0);
    const [esAcross, esAlong] = heart.cavity(0.4);
    const edv = ellipsoidMl(edAcross, edAcross, edAlong) / 2;
    const esv = ellipsoidMl(esAcross, esAcross, esAlong) / 2;
    expect(Math.abs(got.measures.lvEdvMl!.value / edv - 1)).toBeLessThan(0.02);
    expect(Math.abs(got.measures.lvEsvMl!.value / esv - 1)).toBeLessThan(0.02);
    expect(got.esPhase).toBe(2);
    expect(got.measures).not.toHaveProperty('lvMassG');
    expect(got.lvCurveMl).toHaveLength(phases);
  });

  test('of the left ventricle without its atrium, along the long axis', () => {
    const heart = analyticHeart();
    const got = measured(longAxis(heart), heart);
    expect(got.measures.lvEdvMl!.value).toBeGreaterThan(0);
    expect(got.measures).not.toHaveProperty('laMaxMl');
  });

  test('with one long-axis plane there is no biplane volume', () => {
    const heart = analyticHeart({ atrium: () => [24, 24, 25] });
    expect(measured(longAxis(heart).slice(0, 1), heart).measures).not.toHaveProperty('lvEdvMl');
  });
});

test('the mitral plane travels as far as the base was moved', () => {
  const heart = analyticHeart({
    base: (share) => 14 * Math.min(share, 1 - share) * 2.5,
    atrium: () => [24, 21, 30],
  });
  const { mitralTravelMm } = measured(longAxis(heart), heart).measures;
  expect(Math.abs(mitralTravelMm!.value - 14)).toBeLessThan(0.7);
  expect(mitralTravelMm!.low).toBeLessThan(14);
  expect(mitralTravelMm!.high).toBeGreaterThan(14);
});
