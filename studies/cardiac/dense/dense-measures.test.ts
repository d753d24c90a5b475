import { describe, expect, test } from 'vitest';
import { denseMeasuresSchema } from '../../library/dense-records.ts';
import { maskMeasures } from '../function/mask-measures.ts';
import { voxelVolumeMl } from '../surfaces/dense-surfaces.ts';
import { analyticHeart, halfSpheroidMl } from '../testing/analytic-heart.ts';
import { denseMeasures, discMeasures } from './dense-measures.ts';
import { denseCase, evenly } from './testing/dense-case.ts';

const heart = analyticHeart();
const made = denseCase({ depthsMm: evenly(1, 10, 100), phases: 5 });
const { grid, slices } = made.plan;
const volumes = [0, 1, 2, 3, 4].map((phase) => made.labels(phase));
const dense = denseMeasures(volumes, grid, made.frame);
const ofSlices = [0, 1, 2, 3, 4].map((phase) => made.slices(phase));
const discs = discMeasures({
  grid,
  frame: made.frame,
  zMm: slices.map(({ zMm }) => zMm),
  labels: (place, phase) => ofSlices[phase]![place]!,
  phases: 5,
});
const edv = halfSpheroidMl(heart.cavity(0));
const esv = halfSpheroidMl(heart.cavity(0.4));

describe('measures of the dense labels', () => {
  test('are the voxels counted, at every phase', () => {
    dense.lvMl.forEach((ml, phase) =>
      expect(ml).toBeCloseTo(voxelVolumeMl(volumes[phase]!, grid, [1]), 6),
    );
    expect(dense.measures.lvEdvMl.value).toBeCloseTo(dense.lvMl[0]!, 6);
    expect(dense.measures.lvMassG.value).toBeCloseTo(
      1.05 * voxelVolumeMl(volumes[0]!, grid, [2]),
      5,
    );
    expect(dense.measures.rvEdvMl!.value).toBeCloseTo(
      Math.max(...volumes.map((labels) => voxelVolumeMl(labels, grid, [3]))),
      5,
    );
    expect([dense.edPhase, dense.esPhase]).toEqual([0, 2]);
    expect(() => denseMeasuresSchema.parse(dense.measures)).not.toThrow();
  });

  test('are near the truth, and their intervals hold it', () => {
    const { lvEdvMl, lvEsvMl, lvEfPct, lvMassG } = dense.measures;
    const mass = 1.05 * (halfSpheroidMl(heart.epicardium) - edv);
    for (const [measure, truth, off] of [
      [lvEdvMl, edv, 0.03 * edv],
      [lvEsvMl, esv, 0.03 * esv],
      [lvEfPct, 100 * (1 - esv / edv), 1.5],
      [lvMassG, mass, 0.03 * mass],
    ] as const) {
      expect(Math.abs(measure.value - truth)).toBeLessThan(off);
      expect(measure.low).toBeLessThan(truth);
      expect(measure.high).toBeGreaterThan(truth);
    }
  });

  test('are as wide as half a pixel of rim and half a step at the open base', () => {
    // Rim x half a pixel x step, summed: 1 mm times the curved surface seen along the planes.
    const { value, high } = dense.measures.lvEdvMl;
    const rims = evenly(0.5, 1, 81.5).map((z) => 2 * Math.PI * 26 * Math.sqrt(1 - (z / 82) ** 2));
    const contour = rims.reduce((sum, mm) => sum + mm, 0) / 1000;
    const base = (Math.PI * 26 ** 2 * 2) / 1000;
    const ends = Math.hypot((1.645 * base) / Math.sqrt(12), base / 2);
    expect((high - value) / Math.hypot(contour, ends)).toBeCloseTo(1, 1);
  });

  test('of one phase: both volumes the same', () => {
    const { measures } = denseMeasures(volumes.slice(0, 1), grid, made.frame);
    expect(measures.lvEsvMl.value).toBe(measures.lvEdvMl.value);
    expect(measures.lvEfPct.value).toBe(0);
  });

  test('of nothing: nil, and no right ventricle', () => {
    const { measures } = denseMeasures([new Uint8Array(volumes[0]!.length)], grid, made.frame);
    expect(measures.lvEdvMl).toEqual({ value: 0, low: 0, high: 0 });
    expect(measures.rvEdvMl).toBeNull();
    expect(() => denseMeasuresSchema.parse(measures)).not.toThrow();
  });
});

describe('discs of the measured slices alone', () => {
  test('are what the whole heart reports of the same slices', () => {
    const { measures } = maskMeasures({
      planes: made.masks,
      frame: made.frame,
      phases: 5,
      heartRate: null,
      papillary: 'in-volume',
    });
    for (const name of ['lvEdvMl', 'lvEsvMl', 'lvMassG', 'rvEdvMl'] as const)
      expect(discs.measures[name]!.value / measures[name]!.value).toBeCloseTo(1, 1.5);
  });

  test('are less sure than the dense ones at the ends', () => {
    const width = ({ measures }: typeof dense) => measures.lvEdvMl.high - measures.lvEdvMl.low;
    expect(width(discs)).toBeGreaterThan(width(dense));
  });

  test('take the phases chosen elsewhere', () => {
    const stack = {
      grid,
      frame: made.frame,
      zMm: slices.map(({ zMm }) => zMm),
      labels: (place: number, phase: number) => ofSlices[phase]![place]!,
      phases: 5,
    };
    const chosen = discMeasures(stack, { edPhase: 1, esPhase: 3 });
    expect([chosen.edPhase, chosen.esPhase]).toEqual([1, 3]);
    expect(chosen.measures.lvEdvMl.value).toBeCloseTo(discs.lvMl[1]!, 9);
  });
});
