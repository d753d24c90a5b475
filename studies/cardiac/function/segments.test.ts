import { describe, expect, test } from 'vitest';
import { heartClass } from '../contours/classes.ts';
import {
  analyticHeart,
  maskPlane,
  shortAxis,
  type AnalyticHeart,
} from '../testing/analytic-heart.ts';
import { maskMeasures } from './mask-measures.ts';
import type { MaskPlane } from './mask-planes.ts';
import { segmentOf } from './segments.ts';

const even = Array.from({ length: 12 }, (_, k) => 4 + 8 * k);

function segmentsOfHeart(heart: AnalyticHeart, planes: readonly MaskPlane[], phases = 5) {
  const { segments } = maskMeasures({
    planes,
    frame: heart.frame,
    phases,
    heartRate: null,
    papillary: 'in-volume',
  });
  return segments;
}

const radius = ([across, along]: readonly [number, number], z: number) =>
  across * Math.sqrt(1 - (z / along) ** 2);

describe('numbers of the segments', () => {
  const axes = { septal: [-1, 0, 0], anterior: [0, 1, 0] } as const;
  // As drawn in short axis: front up, right ventricle left; angles from right, counter-clockwise.
  const drawn = (degrees: number) =>
    [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180), 0] as const;

  test('six at the base and mid, counter-clockwise from the front', () => {
    const around = [90, 150, 210, 270, 330, 30].map((degrees) => drawn(degrees));
    expect(around.map((d) => segmentOf(d, 'base', axes))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(around.map((d) => segmentOf(d, 'mid', axes))).toEqual([7, 8, 9, 10, 11, 12]);
  });

  test('four at the apex: anterior, septal, inferior, lateral', () => {
    const around = [90, 180, 270, 0].map((degrees) => drawn(degrees));
    expect(around.map((d) => segmentOf(d, 'apex', axes))).toEqual([13, 14, 15, 16]);
  });
});

describe('wall thickness', () => {
  test('of a concentric wall: the closed form within 0.3 mm, at both phases', () => {
    const heart = analyticHeart();
    const segments = segmentsOfHeart(heart, shortAxis(heart, even, { phases: 5 }));
    // Ten slices of 8 mm show the cavity: base below 26.7 mm, mid below 53.3 mm.
    const levels = [
      [4, 12, 20],
      [28, 36, 44, 52],
      [60, 68, 76],
    ];
    const truth = (cavity: readonly [number, number], zs: readonly number[]) => {
      // Weighted by the length of the endocardium, as points are.
      const lengths = zs.map((z) => (z < cavity[1] ? radius(cavity, z) : 0));
      const sum = zs.reduce(
        (all, z, i) =>
          lengths[i] ? all + lengths[i] * (radius(heart.epicardium, z) - radius(cavity, z)) : all,
        0,
      );
      return sum / lengths.reduce((a, b) => a + b, 0);
    };
    segments.forEach(({ segment, edMeanMm, esMeanMm, thickeningPct }) => {
      const zs = levels[segment <= 6 ? 0 : segment <= 12 ? 1 : 2]!;
      const [ed, es] = [truth(heart.cavity(0), zs), truth(heart.cavity(0.4), zs)];
      expect(Math.abs(edMeanMm! - ed), `ED of ${segment}`).toBeLessThan(0.3);
      expect(Math.abs(esMeanMm! - es), `ES of ${segment}`).toBeLessThan(0.3);
      expect(thickeningPct).toBeCloseTo((100 * (esMeanMm! - edMeanMm!)) / edMeanMm!);
    });
  });

  test('of a uniform ring at clinical pixels, to parts of a pixel', () => {
    const heart = analyticHeart({
      cavity: () => [25, 1e4],
      epicardium: [32.4, 1e4],
      rightDeg: null,
    });
    const planes = shortAxis(heart, [10, 20, 30], {
      phases: 1,
      spacingMm: [1.4, 1.4],
      dims: [80, 80],
      centre: [0.3, 0.2, 10],
    });
    const segments = segmentsOfHeart(
      heart,
      planes.map((mask, i) => ({
        ...mask,
        plane: { ...mask.plane, originMm: moved(mask.plane.originMm, heart.frame.e3, 10 * i) },
      })),
      1,
    );
    for (const { edMeanMm } of segments) expect(Math.abs(edMeanMm! - 7.4)).toBeLessThan(0.3);
  });

  const thickest = (segments: ReturnType<typeof segmentsOfHeart>, from: number, to: number) =>
    segments.slice(from - 1, to).sort((a, b) => b.edMeanMm! - a.edMeanMm!)[0]!.segment;

  test('a thick anterior wall is segments 1, 7 and 13', () => {
    const heart = analyticHeart({ shift: [0, -4] });
    const segments = segmentsOfHeart(heart, shortAxis(heart, even, { phases: 2 }), 2);
    expect([
      thickest(segments, 1, 6),
      thickest(segments, 7, 12),
      thickest(segments, 13, 16),
    ]).toEqual([1, 7, 13]);
  });

  test('a thick septum is segments 2, 3 and 14, however the scanner stored it', () => {
    const heart = analyticHeart({ shift: [4, 0] });
    for (const right of [
      [-1, 0, 0],
      [1, 0, 0],
    ] as const) {
      const segments = segmentsOfHeart(heart, shortAxis(heart, even, { phases: 2, right }), 2);
      const sorted = segments.slice(0, 6).sort((a, b) => b.edMeanMm! - a.edMeanMm!);
      expect(
        sorted
          .slice(0, 2)
          .map(({ segment }) => segment)
          .sort(),
      ).toEqual([2, 3]);
      expect(thickest(segments, 13, 16)).toBe(14);
    }
  });

  test('the labels say where the septum is, against the frame', () => {
    // The right ventricle lies 60 degrees away from e1, towards the front; so does the thick wall.
    const turn = (-60 * Math.PI) / 180;
    const heart = analyticHeart({
      rightDeg: -60,
      shift: [4 * Math.cos(turn), 4 * Math.sin(turn)],
    });
    const planes = shortAxis(heart, even, { phases: 2, centre: [10, 0, 0], dims: [150, 150] });
    const placed = planes.map((mask, i) =>
      maskPlane(
        heart,
        {
          view: 'sax',
          centre: [10, 0, even[i]!],
          right: [-1, 0, 0],
          down: [0, 1, 0],
          dims: [150, 150],
          phases: 2,
          order: i,
        },
        mask.plane.id,
      ),
    );
    const segments = segmentsOfHeart(heart, placed, 2);
    const sorted = segments.slice(0, 6).sort((a, b) => b.edMeanMm! - a.edMeanMm!);
    expect(
      sorted
        .slice(0, 2)
        .map(({ segment }) => segment)
        .sort(),
    ).toEqual([2, 3]);
  });

  test('without a right ventricle the frame says it', () => {
    const heart = analyticHeart({ shift: [4, 0], rightDeg: null });
    const segments = segmentsOfHeart(heart, shortAxis(heart, even, { phases: 2 }), 2);
    expect(thickest(segments, 13, 16)).toBe(14);
  });

  test('the open side of a slice is not a wall of nil', () => {
    const heart = analyticHeart();
    const open = shortAxis(heart, even, { phases: 2 }).map((mask) => ({
      ...mask,
      labels: (phase: number) =>
        mask
          .labels(phase)!
          .map((value, at) =>
            value === heartClass.lvMyocardium && Math.floor(at / 120) > 60 ? 0 : value,
          ),
    }));
    const segments = segmentsOfHeart(heart, open, 2);
    expect(segments[3]!.edMeanMm === null || segments[3]!.edMeanMm > 3).toBe(true);
    expect(segments[0]!.edMeanMm).toBeGreaterThan(9);
  });

  test('one slice: mid segments only', () => {
    const heart = analyticHeart();
    const segments = segmentsOfHeart(heart, shortAxis(heart, [40], { phases: 2 }), 2);
    const seen = segments.filter(({ edMeanMm }) => edMeanMm !== null);
    expect(seen.map(({ segment }) => segment)).toEqual([7, 8, 9, 10, 11, 12]);
  });
});

function moved(
  point: readonly [number, number, number],
  along: readonly [number, number, number],
  mm: number,
): [number, number, number] {
  return [point[0] + along[0] * mm, point[1] + along[1] * mm, point[2] + along[2] * mm];
}
