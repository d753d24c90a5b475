import { describe, expect, it } from 'vitest';
import { meshVolumeMl } from '../../../studies/cardiac/surfaces/mesh.ts';
import { disagreement, meshOfLabels } from './disagreement.ts';
import { meshOf, sphere, type Solid } from './testing/solids.ts';

const ball = (radius: number, shift = 0): Solid => {
  const solid = sphere(radius);
  return (x, y, z) => solid(x - shift, y, z);
};
const mesh = (solid: Solid) => meshOf(solid, [-35, -35, -35], [35, 35, 35], 2);

describe('disagreement of two surfaces', () => {
  it('of two balls with one centre is the difference of their radii, both ways', () => {
    const apart = disagreement(mesh(ball(30)), mesh(ball(25)))!;
    for (const way of [apart.there, apart.back]) {
      expect(Math.abs(way.meanMm - 5)).toBeLessThan(0.06);
      expect(Math.abs(way.p95Mm - 5)).toBeLessThan(0.1);
    }
    expect(apart.volumeMl).toBeCloseTo(((4 / 3) * Math.PI * (30 ** 3 - 25 ** 3)) / 1000, 0);
  });

  it('of a ball moved aside is half the shift by area, and most at the poles', () => {
    // |d . n| over a sphere: mean d / 2, 95th percentile 0.95 d, to first order in d / radius.
    const apart = disagreement(mesh(ball(30)), mesh(ball(30, 2)))!;
    expect(apart.there.meanMm).toBeCloseTo(1, 1);
    expect(apart.there.p95Mm).toBeCloseTo(1.9, 1);
    expect(Math.max(...apart.there.perPointMm)).toBeCloseTo(2, 1);
    expect(apart.volumeMl).toBeCloseTo(0, 0);
  });

  it('finds the nearest place from far away too', () => {
    const far = mesh(ball(5, 28));
    const flat = {
      points: Float32Array.of(-30, -30, -30, -30, 30, -30, -30, 0, 30),
      triangles: Uint32Array.of(0, 1, 2),
    };
    const { perPointMm } = disagreement(far, flat)!.there;
    far.points.forEach((x, at) => {
      // Straight above the triangle's plane x = -30 in the middle, where all feet fall inside it.
      if (at % 3 === 0) expect(perPointMm[at / 3]).toBeCloseTo(x + 30, 3);
    });
  });

  it('takes label volumes as meshes, in patient mm, on any grid', () => {
    const dims = [41, 41, 21] as const;
    const labels = new Uint8Array(41 * 41 * 21);
    for (let at = 0; at < labels.length; at++) {
      const [i, j, k] = [at % 41, Math.floor(at / 41) % 41, Math.floor(at / 1681)];
      if (Math.hypot(i - 20, j - 20, 2 * (k - 10)) <= 15) labels[at] = 2;
    }
    const solid = meshOfLabels(
      labels,
      {
        dims,
        spacingMm: [1, 1, 2],
        originMm: [-20, -20, 20],
        axes: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, -1],
        ],
      },
      (label) => label === 2,
    );
    expect(meshVolumeMl(solid)).toBeCloseTo(((4 / 3) * Math.PI * 15 ** 3) / 1000, 0);
    expect(disagreement(solid, mesh(ball(15)))!.there.meanMm).toBeLessThan(0.5);
  });

  it('is null where there is nothing to compare with', () => {
    expect(
      disagreement(
        mesh(ball(10)),
        mesh(() => -1),
      ),
    ).toBeNull();
  });
});
