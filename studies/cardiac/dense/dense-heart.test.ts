import { describe, expect, test } from 'vitest';
import { denseSurfaces, voxelVolumeMl } from '../surfaces/dense-surfaces.ts';
import { meshVolumeMl } from '../surfaces/mesh.ts';
import { analyticHeart, beatShares, halfSpheroidMl, maskPlane } from '../testing/analytic-heart.ts';
import { cropLabels } from './crop-labels.ts';
import { correlation, diceOf, outlineDistanceMm } from './reslice-agreement.ts';
import { resliceDense } from './reslice.ts';
import { chamberClasses } from './signed-distance.ts';
import { denseCase, evenly } from './testing/dense-case.ts';

const heart = analyticHeart();
const { lvCavity, lvEpicardium } = chamberClasses;

/** Difference from the truth, percent. */
const offPct = (got: number, truth: number) => Math.abs(got / truth - 1) * 100;

describe.each([8, 10, 12])(
  'half a spheroid, slices %i mm apart, between by signed distance',
  (gap) => {
    // The first slice stands for half a step above it: from the base plane on.
    const made = denseCase({ depthsMm: evenly(1, gap, 100) });
    const { grid } = made.plan;
    const phases = [beatShares.ed, beatShares.es].map((share) => ({
      share,
      labels: made.labels(share * 10),
    }));

    test('voxels hold the closed-form volume within 3 %', () => {
      for (const { share, labels } of phases) {
        const cavity = voxelVolumeMl(labels, grid, lvCavity);
        const epicardium = voxelVolumeMl(labels, grid, lvEpicardium);
        expect(offPct(cavity, halfSpheroidMl(heart.cavity(share)))).toBeLessThan(3);
        expect(offPct(epicardium, halfSpheroidMl(heart.epicardium))).toBeLessThan(3);
      }
    });

    test('meshes hold what the voxels hold within 2 %', () => {
      for (const { labels } of phases) {
        const surfaces = denseSurfaces(labels, grid);
        for (const name of ['lvCavity', 'lvEpicardium', 'rvCavity'] as const) {
          const voxels = voxelVolumeMl(labels, grid, chamberClasses[name]);
          expect(offPct(meshVolumeMl(surfaces[name]!), voxels)).toBeLessThan(2);
        }
      }
    });
  },
);

describe('a stack tilted by 12 degrees whose pictures begin anywhere', () => {
  const made = denseCase({
    depthsMm: evenly(-9, 8, 105),
    tiltDeg: 12,
    shear: (slice) => [5 * Math.sin(slice), -4 * Math.cos(2 * slice)],
  });
  const labels = made.labels(0);
  const picture = Float32Array.from(labels, (label) => [60, 180, 60, 180][label]! / 180);

  test.each([
    ['4ch', [-1, 0, 0], [1, 3]],
    ['2ch', [0, -1, 0], [1]],
  ] as const)('lies in the patient: along the %s plane', (view, right, shown) => {
    const at = { view, right, down: [0, 0, -1], centre: [0, 0, 40], dims: [190, 190] } as const;
    const long = maskPlane(heart, at, view);
    const cut = resliceDense({ picture, labels }, made.plan.grid, long.plane, made.frame);
    const own = cropLabels(long.labels(0)!, long.plane, made.frame);
    const seen = cropLabels(long.image!(0) as Uint8Array, long.plane, made.frame);
    for (const label of shown)
      expect(diceOf(cut.labels, own, label, cut.coverage)).toBeGreaterThan(0.9);
    expect(diceOf(cut.labels, own, 2, cut.coverage)).toBeGreaterThan(0.88);
    expect(outlineDistanceMm(cut.labels, own, cut.coverage)).toBeLessThan(1);
    expect(correlation(cut.picture, seen, cut.coverage)).toBeGreaterThan(0.9);
  });

  test('the plane 8 mm beside it does not pass for it', () => {
    const at = { view: '4ch', right: [-1, 0, 0], down: [0, 0, -1], dims: [190, 190] } as const;
    const here = maskPlane(heart, { ...at, centre: [0, 0, 40] }, '4ch');
    const moved = maskPlane(heart, { ...at, centre: [0, 0, 48] }, '4ch');
    const cut = resliceDense({ picture, labels }, made.plan.grid, here.plane, made.frame);
    // The same crop pixels, 8 mm up the patient's long axis.
    const plane = { ...moved.plane, originMm: here.plane.originMm };
    const own = cropLabels(moved.labels(0)!, plane, made.frame);
    expect(diceOf(cut.labels, own, 1, cut.coverage)).toBeLessThan(0.9);
    expect(outlineDistanceMm(cut.labels, own, cut.coverage)).toBeGreaterThan(2);
  });

  test('holds the ventricle but for half a gap at the base', () => {
    const cavity = voxelVolumeMl(labels, made.plan.grid, lvCavity);
    expect(offPct(cavity, halfSpheroidMl(heart.cavity(0)))).toBeLessThan(5);
  });

  test('is covered only as far as its slices reach', () => {
    const at = { view: '4ch', right: [-1, 0, 0], down: [0, 0, -1], dims: [190, 190] } as const;
    const long = maskPlane(heart, { ...at, centre: [0, 0, 40] }, '4ch');
    const cut = resliceDense({ picture, labels }, made.plan.grid, long.plane, made.frame);
    const rows = Array.from({ length: 96 }, (_, row) => cut.coverage[row * 96 + 47]!);
    // 15 mm towards the atria from the middle at 40 mm is the crop's centre: depth runs upwards.
    const deepest = 25 - (rows.indexOf(1) - 47.5) * 2;
    const highest = 25 - (rows.lastIndexOf(1) - 47.5) * 2;
    expect(Math.abs(deepest - 104 / Math.cos(Math.PI / 15))).toBeLessThan(3);
    expect(Math.abs(highest + 10 / Math.cos(Math.PI / 15))).toBeLessThan(3);
  });
});
