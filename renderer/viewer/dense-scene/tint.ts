import type { DenseGrid, DensePlane } from '../../../studies/library/dense-records.ts';
import { depthMm, planeNear } from './dense-grid.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** Towards which made surfaces are paled: their own hue stays, so chambers are not mistaken. */
export const madeColour: Rgb = [244, 238, 255];
/** Towards which made parts of grey pictures are tinted: the colour of the rim. */
export const madeGrey: Rgb = [196, 160, 255];

/** How much of the tint a plane gets: none where it was measured, most where nothing lay near. */
export function planeTint(plane: DensePlane | undefined): number {
  if (!plane || plane.kind === 'measured') return 0;
  return plane.kind === 'made' ? 0.5 : 0.8;
}

export function tinted(colour: Rgb, share: number, towards: Rgb = madeColour): Rgb {
  const mix = (c: 0 | 1 | 2) => colour[c] + (towards[c] - colour[c]) * share;
  return [mix(0), mix(1), mix(2)];
}

/** Colours of a surface's points, RGB bytes: as they are where measured, tinted where made. */
export function pointColours(
  points: Float32Array,
  grid: DenseGrid,
  planes: readonly DensePlane[],
  colour: Rgb,
): Uint8Array {
  const byPlane = planes.map((plane) => tinted(colour, planeTint(plane)));
  const colours = new Uint8Array(points.length);
  for (let n = 0; n < points.length; n += 3) {
    const rgb = byPlane[planeNear(grid, planes, depthMm(grid, points, n))] ?? colour;
    colours[n] = rgb[0];
    colours[n + 1] = rgb[1];
    colours[n + 2] = rgb[2];
  }
  return colours;
}
