import type { Drawn } from './contour.ts';
import { evenOddArea } from './even-odd.ts';
import { slabsMm, stackOf } from './stack.ts';

/**
 * Volume that the closed contours enclose, millilitres: the area of each slice times half the gaps
 * beside it, holes taken out. 0 without closed contours.
 * @param spacingMm of the images, for a structure of one slice
 */
export function structureVolumeMl(structure: Drawn, spacingMm?: number): number {
  const stack = stackOf(structure, spacingMm);
  if (stack === null) return 0;
  const slabs = slabsMm(stack);
  const mm3 = stack.planes.reduce(
    (sum, { polygons }, n) => sum + evenOddArea(polygons) * slabs[n]!,
    0,
  );
  return mm3 / 1000;
}
