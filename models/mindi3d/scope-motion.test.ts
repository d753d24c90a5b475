import { expect, test } from 'vitest';
import { breathingMm, projectBreathing } from '../../studies/tomography/simulation/breathing.ts';
import { inThisThread } from '../../studies/tomography/in-this-thread.ts';
import { scanGeometry } from '../../test/fixtures/measured-body.ts';
import { attenuationOf, type Placement } from './measured-grid.ts';
import { medianShiftMm, motionWarnings } from './scope-motion.ts';

const views = 30;
const geometry = scanGeometry(views, { detectorRows: 72, isocentreMm: [0, 0, 0] });
const place: Placement = {
  dims: [32, 32, 80],
  spacingMm: [4, 4, 4],
  originMm: [-62, -62, -158],
};

/** An ellipse whose density varies along the axis, off the middle: turning alone changes its views. */
const body = Int16Array.from({ length: 32 * 32 * 80 }, (_, n) => {
  const [i, j, k] = [n % 32, Math.floor(n / 32) % 32, Math.floor(n / 1024)];
  const inside = ((i - 18) / 11) ** 2 + ((j - 15) / 8) ** 2 < 1;
  const lung = ((i - 14) / 4) ** 2 + ((j - 15) / 5) ** 2 < 1 && k > 40 + (i % 3);
  return !inside ? -1000 : lung ? -800 : Math.round(30 + 60 * Math.sin(0.5 * k + 0.2 * i));
});

async function moved(amplitudeMm: number) {
  const attenuation = attenuationOf(body, place, null);
  const beam = inThisThread();
  return {
    geometry,
    lineIntegrals: await projectBreathing(beam, attenuation, geometry, amplitudeMm, 0, views),
  };
}

test('a body that only turns does not move', async () => {
  const still = await moved(0);
  expect(medianShiftMm(still)).toBeLessThan(0.7);
  expect(motionWarnings(still)).toEqual([]);
});

test('a body that breathes by 8 mm moves as far as it does from view to view', async () => {
  const breathing = await moved(8);
  const steps = Array.from({ length: views - 1 }, (_, n) =>
    Math.abs(breathingMm(n + 1, views, 8) - breathingMm(n, views, 8)),
  ).sort((a, b) => a - b);
  const shift = medianShiftMm(breathing)!;
  expect(Math.abs(shift - steps[Math.floor(steps.length / 2)]!)).toBeLessThan(1.2);
  expect(motionWarnings(breathing).map(({ code }) => code)).toEqual(['model/motion']);
});

test('too few views or rows tell nothing', async () => {
  const { lineIntegrals } = await moved(0);
  const few = { ...geometry, anglesDeg: geometry.anglesDeg.slice(0, 5) };
  expect(medianShiftMm({ geometry: few, lineIntegrals })).toBeNull();
  const flat = { ...geometry, detectorRows: 12 };
  expect(medianShiftMm({ geometry: flat, lineIntegrals })).toBeNull();
});
