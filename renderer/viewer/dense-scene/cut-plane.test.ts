import { describe, expect, it } from 'vitest';
import { dot, type Vector3 } from '../../../studies/volume/geometry.ts';
import { aDense } from '../../testing/dense.ts';
import { cutPlane, cutPresets, openingCut } from './cut-plane.ts';

const { grid } = aDense();
const middle = [3, 4, 5] as const;
const cut = (given: object) => cutPlane({ ...openingCut, shown: true, ...given }, grid, middle);
const close = (a: Vector3, b: Vector3) => {
  for (const c of [0, 1, 2] as const) expect(a[c]).toBeCloseTo(b[c], 9);
};

describe('a cut through the heart', () => {
  it('is parallel to the slices, or along the planes of two and four chambers', () => {
    close(cut(cutPresets.across).normal, grid.n);
    close(cut(cutPresets.twoChamber).normal, grid.u);
    close(cut(cutPresets.fourChamber).normal, grid.v);
  });

  it('moves along its own normal, and the other half goes when it is turned round', () => {
    const { origin, normal } = cut({ ...cutPresets.across, offsetMm: 12 });
    close(origin, [3 + 12 * grid.n[0], 4 + 12 * grid.n[1], 5 + 12 * grid.n[2]]);
    const turned = cut({ ...cutPresets.across, offsetMm: 12, flipped: true });
    close(turned.origin, origin);
    close(turned.normal, [-normal[0], -normal[1], -normal[2]]);
  });

  it('carries a square that lies in it, at every angle', () => {
    for (const [tiltDeg, turnDeg] of [
      [0, 0],
      [37, 110],
      [90, 200],
    ] as const) {
      const { origin, normal, corners } = cut({ tiltDeg, turnDeg });
      for (const corner of corners) {
        const off: Vector3 = [corner[0] - origin[0], corner[1] - origin[1], corner[2] - origin[2]];
        expect(dot(off, normal)).toBeCloseTo(0, 9);
        expect(Math.hypot(...off)).toBeCloseTo(80 * Math.SQRT2, 6);
      }
    }
  });
});
