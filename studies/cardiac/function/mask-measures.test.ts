import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskMeasuresSchema } from '../../library/heart-records.ts';
import { heartClass } from '../contours/classes.ts';
import {
  analyticHeart,
  beatShares,
  halfSpheroidMl,
  maskPlane,
  shortAxis,
  type AnalyticHeart,
} from '../testing/analytic-heart.ts';
import { maskMeasures, type MaskMeasuresInput } from './mask-measures.ts';
import type { MaskPlane } from './mask-planes.ts';

const even = Array.from({ length: 12 }, (_, k) => 4 + 8 * k);
/** The first slice lies half its gap below the base, so that discs begin at the base. */
const uneven = [3, 9, 17, 27, 36, 43, 52, 60, 68, 77, 84, 90, 96];

function measured(planes: readonly MaskPlane[], over: Partial<MaskMeasuresInput> = {}) {
  return maskMeasures({
    planes,
    frame: analyticHeart().frame,
    phases: 10,
    heartRate: 60,
    papillary: 'in-volume',
    ...over,
  });
}

const heart = analyticHeart();
const truth = (of: AnalyticHeart = heart) => {
  const edv = halfSpheroidMl(of.cavity(beatShares.ed));
  const esv = halfSpheroidMl(of.cavity(beatShares.es));
  const mass = (halfSpheroidMl(of.epicardium) - edv) * 1.05;
  return { edv, esv, ef: 100 * (1 - esv / edv), mass };
};

function expectTruth(got: ReturnType<typeof measured>, sharePct: number, want = truth()) {
  const { lvEdvMl, lvEsvMl, lvEfPct, lvMassG } = got.measures;
  expect(Math.abs(lvEdvMl!.value / want.edv - 1) * 100).toBeLessThan(sharePct);
  expect(Math.abs(lvEsvMl!.value / want.esv - 1) * 100).toBeLessThan(sharePct);
  expect(Math.abs(lvEfPct!.value - want.ef)).toBeLessThan(1);
  expect(Math.abs(lvMassG!.value / want.mass - 1) * 100).toBeLessThan(2);
}

describe('a beating half spheroid', () => {
  const got = measured(shortAxis(heart, even, { phases: 10 }));

  test('volumes within 1 %, EF within a point, mass within 2 %', () => {
    expectTruth(got, 1);
    expect(got.edPhase).toBe(0);
    expect(got.esPhase).toBe(4);
    expect(got.lvCurveMl).toHaveLength(10);
    expect(() => maskMeasuresSchema.parse(got)).not.toThrow();
  });

  test('stroke volume and output follow', () => {
    const { lvSvMl, lvEdvMl, lvEsvMl, cardiacOutputLMin } = got.measures;
    expect(lvSvMl!.value).toBeCloseTo(lvEdvMl!.value - lvEsvMl!.value);
    expect(cardiacOutputLMin!.value).toBeCloseTo((lvSvMl!.value * 60) / 1000);
    expect(
      measured(shortAxis(heart, even, { phases: 5 }), { heartRate: null }).measures,
    ).not.toHaveProperty('cardiacOutputLMin');
  });

  test('the curve is the closed-form one at every phase', () => {
    got.lvCurveMl.forEach((ml, k) => {
      expect(Math.abs(ml / halfSpheroidMl(heart.cavity(k / 10)) - 1)).toBeLessThan(0.015);
    });
  });

  test('the right ventricle agrees with a fine sum of its crescent', () => {
    const fine = measured(
      shortAxis(
        heart,
        Array.from({ length: 50 }, (_, k) => 1 + 2 * k),
        { phases: 2 },
      ),
      { phases: 2 },
    );
    expect(got.measures.rvEdvMl!.value / fine.measures.rvEdvMl!.value).toBeCloseTo(1, 1.5);
    expect(got.rvEdPhase).not.toBeNull();
  });

  test('intervals hold the truth and grow as slices go', () => {
    const few = measured(shortAxis(heart, [8, 24, 40, 56, 72, 88], { phases: 5 }), { phases: 5 });
    for (const name of ['lvEdvMl', 'lvEsvMl', 'lvEfPct', 'lvMassG'] as const) {
      const [all, some] = [got.measures[name]!, few.measures[name]!];
      expect(some.high - some.low).toBeGreaterThan(all.high - all.low);
    }
    expect(got.measures.lvEdvMl!.low).toBeLessThan(truth().edv);
    expect(got.measures.lvEdvMl!.high).toBeGreaterThan(truth().edv);
  });

  test('a stack that ends inside the ventricle is less sure than one that closes', () => {
    const closed = measured(shortAxis(heart, [-4, ...even], { phases: 2 }), { phases: 2 });
    const open = measured(shortAxis(heart, even, { phases: 2 }), { phases: 2 });
    const width = ({ measures }: typeof open) => measures.lvEdvMl!.high - measures.lvEdvMl!.low;
    expect(width(open)).toBeGreaterThan(width(closed));
  });
});

describe('stacks as they come', () => {
  test('uneven slices with oblong pixels on an oblique heart', () => {
    const planes = shortAxis(heart, uneven, {
      phases: 10,
      spacingMm: [1.25, 1.6],
      dims: [96, 60],
    });
    expectTruth(measured(planes), 2);
  });

  test('slices tilted against the long axis', () => {
    const tilt = (12 * Math.PI) / 180;
    const planes = even.concat([100, 108]).map((z, order) =>
      maskPlane(
        heart,
        {
          view: 'sax',
          centre: [10, 0, z - 16],
          right: [-Math.cos(tilt), 0, Math.sin(tilt)],
          down: [0, 1, 0],
          order,
          phases: 10,
        },
        `sax/${order}`,
      ),
    );
    expectTruth(measured(planes, { basalRule: false }), 2);
  });

  test('mirrored storage and any order of planes give the same result', () => {
    const plain = measured(shortAxis(heart, even, { phases: 5 }), { phases: 5 });
    const mirrored = measured(shortAxis(heart, even, { phases: 5, right: [1, 0, 0] }).reverse(), {
      phases: 5,
    });
    for (const name of Object.keys(plain.measures) as (keyof typeof plain.measures)[])
      expect(mirrored.measures[name]!.value).toBeCloseTo(plain.measures[name]!.value, 1);
    mirrored.segments.forEach(({ edMeanMm }, i) =>
      expect(edMeanMm).toBeCloseTo(plain.segments[i]!.edMeanMm!, 0),
    );
    expect(mirrored.slicesUsed).toEqual(plain.slicesUsed);
  });

  test('planes of different phase counts meet at shares of the beat', () => {
    const planes = even.map(
      (z, order) => shortAxis(heart, [z], { phases: [20, 25, 30][order % 3]!, order })[0]!,
    );
    const got = measured(
      planes.map((mask, i) => ({ ...mask, plane: { ...mask.plane, id: `p${i}` } })),
      { phases: 20 },
    );
    expectTruth(got, 1.5);
    expect(got.esPhase).toBe(8);
  });

  test('phases not drawn stand between their neighbours', () => {
    const sparse = shortAxis(heart, even, { phases: 10 }).map((mask) => ({
      ...mask,
      labels: (phase: number) => (phase === 0 || phase === 4 ? mask.labels(phase) : null),
    }));
    const got = measured(sparse);
    expectTruth(got, 1);
    expect(got.lvCurveMl[2]).toBeCloseTo((got.lvCurveMl[0]! + got.lvCurveMl[4]!) / 2);
  });

  test('an irregular beat: the smallest volume is found where it is', () => {
    const early = analyticHeart({
      cavity: (share) => (share > 0.15 && share < 0.25 ? [18, 70] : [26, 82]),
    });
    expect(measured(shortAxis(early, even, { phases: 10 })).esPhase).toBe(2);
  });

  test("the user's phases win", () => {
    const got = measured(shortAxis(heart, even, { phases: 10 }), { edPhase: 1, esPhase: 5 });
    expect([got.edPhase, got.esPhase]).toEqual([1, 5]);
    expect(got.measures.lvEdvMl!.value).toBeCloseTo(got.lvCurveMl[1]!);
  });

  test('a plane set aside does not count', () => {
    const planes = shortAxis(heart, even, { phases: 5 });
    const aside = planes.map((mask, i) =>
      i === 5 ? { ...mask, plane: { ...mask.plane, used: false } } : mask,
    );
    const got = measured(aside, { phases: 5 });
    expect(got.slicesUsed).not.toContain('sax/5');
    expectTruth(got, 2);
  });

  test('one slice: no volumes, but a wall', () => {
    const got = measured(shortAxis(heart, [40], { phases: 10 }));
    expect(got.measures).not.toHaveProperty('lvEdvMl');
    expect(got.lvCurveMl).toEqual([]);
    expect(got.esPhase).toBe(4);
    expect(got.measures.wallMeanMm!.value).toBeGreaterThan(5);
  });

  test('nothing drawn: nothing measured', () => {
    const blank = shortAxis(heart, even).map((mask) => ({ ...mask, labels: () => null }));
    const got = measured(blank);
    expect(got.measures).toEqual({});
    expect(got.slicesUsed).toEqual([]);
    expect(() => maskMeasuresSchema.parse(got)).not.toThrow();
  });

  test('a label map of another size is named', () => {
    const [mask] = shortAxis(heart, [40]);
    expect(() => measured([{ ...mask!, labels: () => new Uint8Array(9) }])).toThrow(
      'The labels of slice 1 (sax) have 9 pixels, its image 120 x 96.',
    );
  });
});

describe('the basal rule', () => {
  /** Half of the basal slice's muscle taken away, the rest of the stack as it is. */
  const withOpenBase = (keep: number) =>
    shortAxis(heart, even, { phases: 2 }).map((mask, i) => {
      if (i > 0) return mask;
      const columns = mask.plane.dims[0];
      return {
        ...mask,
        labels: (phase: number) =>
          mask.labels(phase)!.map((value, at) => {
            const angle = Math.atan2(Math.floor(at / columns) - 47.5, (at % columns) - 75.5);
            const open = value === heartClass.lvMyocardium && Math.abs(angle) > Math.PI * keep;
            return open ? heartClass.background : value;
          }),
      };
    });

  test('a slice with muscle along 40 % of the rim is left out, one with 60 % counts', () => {
    const options = { phases: 2 };
    const open = measured(withOpenBase(0.4), options);
    const kept = measured(withOpenBase(0.6), options);
    expect(open.slicesUsed).not.toContain('sax/0');
    expect(kept.slicesUsed).toContain('sax/0');
    const first = (Math.PI * 26 ** 2 * (1 - (4 / 82) ** 2) * 8) / 1000;
    expect(kept.measures.lvEdvMl!.value - open.measures.lvEdvMl!.value).toBeCloseTo(first, 0);
  });

  test('it can be turned off', () => {
    const plain = measured(withOpenBase(0.4), { phases: 2, basalRule: false });
    expect(plain.slicesUsed).toContain('sax/0');
  });

  test('it does not apply where no muscle was drawn', () => {
    const bare = shortAxis(heart, even, { phases: 2 }).map((mask) => ({
      ...mask,
      labels: (phase: number) =>
        mask.labels(phase)!.map((value) => (value === heartClass.lvCavity ? value : 0)),
    }));
    const got = measured(bare, { phases: 2 });
    expect(got.slicesUsed).toHaveLength(10);
    expect(got.measures).not.toHaveProperty('lvMassG');
  });
});

describe('papillary muscles', () => {
  const muscled = analyticHeart({
    papillary: [
      [6.3, 4.2, 3, 16, 48],
      [-5.4, 5.1, 3, 16, 48],
    ],
  });
  const cylinders = (2 * Math.PI * 9 * 32) / 1000;
  const planes = shortAxis(muscled, even, { phases: 10 });

  test('are found by their signal', () => {
    const got = measured(planes);
    expect(Math.abs(got.papillaryMl! / cylinders - 1)).toBeLessThan(0.05);
    expect(got.measures.papillaryMl!.value).toBe(got.papillaryMl);
  });

  test("counted 'in-mass' they leave both volumes and join the mass", () => {
    const [volume, mass] = [measured(planes), measured(planes, { papillary: 'in-mass' })];
    const moved = (name: 'lvEdvMl' | 'lvEsvMl' | 'lvMassG') =>
      mass.measures[name]!.value - volume.measures[name]!.value;
    expect(moved('lvEdvMl')).toBeCloseTo(-cylinders, 0.9);
    expect(moved('lvEsvMl')).toBeCloseTo(-cylinders, 0.9);
    expect(moved('lvMassG')).toBeCloseTo(cylinders * 1.05, 0.9);
    expect(mass.measures.lvEfPct!.value).toBeGreaterThan(volume.measures.lvEfPct!.value);
  });

  test('cannot be told without a picture', () => {
    const blind = planes.map(({ plane, labels }) => ({ plane, labels }));
    const got = measured(blind, { papillary: 'in-mass' });
    expect(got.papillaryMl).toBeNull();
    expectTruth(got, 1);
  });
});

test('volumes scale with the cube of the pixels and gaps', () => {
  const base = measured(shortAxis(heart, even, { phases: 2 }), { phases: 2 }).measures;
  fc.assert(
    fc.property(fc.double({ min: 0.6, max: 1.6, noNaN: true }), (scale) => {
      const scaled = shortAxis(heart, even, { phases: 2 }).map((mask) => ({
        ...mask,
        plane: {
          ...mask.plane,
          spacingMm: [scale, scale] as [number, number],
          originMm: mask.plane.originMm.map((v) => v * scale) as [number, number, number],
        },
      }));
      const got = measured(scaled, { phases: 2 }).measures;
      expect(got.lvEdvMl!.value / base.lvEdvMl!.value).toBeCloseTo(scale ** 3, 3);
      expect(got.lvEfPct!.value).toBeCloseTo(base.lvEfPct!.value, 3);
    }),
    { numRuns: 3 },
  );
});
