import { describe, expect, it } from 'vitest';
import { aDense } from '../../testing/dense.ts';
import { heartColours } from '../labels-colours.ts';
import { paintCutFace } from './cut-face.ts';
import { cutPlane, cutPresets, openingCut } from './cut-plane.ts';
import { planeNear, stackMiddle } from './dense-grid.ts';
import { reformat, reformatFrame } from './reformat.ts';
import { measuredRings } from './rings.ts';
import { madeColour, pointColours, tinted } from './tint.ts';

const { grid, planes, frame } = aDense();
const [columns, rows, slices] = grid.dims;

/** Muscle between 20 and 30 mm of the axis, blood within; the picture says how deep a plane lies. */
function tubeHeart() {
  const picture = new Uint8Array(columns * rows * slices);
  const labels = new Uint8Array(picture.length);
  let n = 0;
  for (let k = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, n++) {
        const r = Math.hypot(2 * i - 95, 2 * j - 95);
        picture[n] = 10 * k;
        labels[n] = r < 20 ? 1 : r < 30 ? 2 : 0;
      }
  return { picture, labels };
}

describe('parts of the dense scene', () => {
  it('have their own colour where measured and are tinted where made', () => {
    const points = Float32Array.of(0, 0, 10.4, 0, 0, 14, 0, 0, -3);
    const colours = pointColours(points, grid, planes, heartColours.rvCavity);
    const made = tinted(heartColours.rvCavity, 0.5).map(Math.floor);
    expect([...colours.slice(0, 3)]).toEqual(heartColours.rvCavity);
    expect([...colours.slice(3, 6)]).toEqual(made);
    expect([...colours.slice(6, 9)]).toEqual(heartColours.rvCavity);
    expect(tinted([0, 0, 0], 1)).toEqual(madeColour);
  });

  it('stand about the middle of the stack', () => {
    expect(stackMiddle(grid, [4, 5, 60])).toEqual([4, 5, 10]);
    expect([-9, 3.2, 99].map((z) => planeNear(grid, planes, z))).toEqual([0, 2, 10]);
  });

  it('ring the measured slices alone, on the outside of the muscle', () => {
    const { points, triangles } = measuredRings(tubeHeart().labels, grid, planes);
    expect(triangles.length).toBeGreaterThan(0);
    const depths = new Set<number>();
    for (let n = 0; n < points.length; n += 3) {
      depths.add(Math.round(points[n + 2]! / 10) * 10);
      expect(Math.abs(Math.hypot(points[n]!, points[n + 1]!) - 30)).toBeLessThan(2.5);
      expect(Math.abs(points[n + 2]! - Math.round(points[n + 2]! / 10) * 10)).toBeLessThan(0.6);
    }
    expect([...depths].sort((a, b) => a - b)).toEqual([0, 10, 20]);
  });

  it('are cut open: the wall is drawn and the chamber is left clear', () => {
    const side = 160;
    const cut = cutPlane({ ...openingCut, ...cutPresets.across, offsetMm: 4 }, grid, [0, 0, 10]);
    const pixels = new Uint8Array(4 * side * side);
    const paint = (face: 'wall' | 'picture') =>
      paintCutFace(pixels, side, face, tubeHeart(), grid, planes, cut.corners, false);
    const clear = (xMm: number) => pixels[4 * ((side / 2) * side + side / 2 + xMm) + 3] === 0;
    paint('wall');
    expect([0, 25, 40].map(clear)).toEqual([true, false, true]);
    paint('picture');
    expect([0, 25, 40].map(clear)).toEqual([false, false, false]);
    expect(pixels[4 * ((side / 2) * side + side / 2)]).toBe(70);
  });

  it('are read along the long axis, a row for every plane', () => {
    for (const turnDeg of [0, 90, 30]) {
      const { slice, labels } = reformat(tubeHeart(), grid, frame.originMm, turnDeg);
      expect([slice.columns, slice.rows]).toEqual([columns, slices]);
      expect(slice.values[(slices - 1 - 7) * columns + 48]).toBeCloseTo(70);
      const middle = [...labels.slice(5 * columns, 6 * columns)];
      expect(middle.filter((label) => label === 1).length * 2).toBeCloseTo(40, -0.5);
      const placed = reformatFrame(grid, frame.originMm, turnDeg).geometry;
      expect(placed.axes[1].map((x) => -x + 0)).toEqual([...grid.n]);
      expect(placed.originMm[2]).toBe(20);
      expect(Math.hypot(...placed.axes[0])).toBeCloseTo(1);
    }
    const quarter = reformatFrame(grid, frame.originMm, 90).geometry.axes[0];
    expect(quarter.map((x) => Math.round(x))).toEqual([...grid.v]);
  });
});
