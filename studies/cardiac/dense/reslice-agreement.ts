import { heartClass } from '../contours/classes.ts';
import { isoContours } from '../contours/iso-contours.ts';
import { maskOf } from '../contours/morphology.ts';
import { closestOnPolygon, type Polygon } from '../contours/polygon.ts';
import { CROP_PIXEL_MM, CROP_SIZE } from '../planes/crop-grid.ts';

const dims = [CROP_SIZE, CROP_SIZE] as const;

/**
 * Normalised cross-correlation of two pictures over the pixels where the mask is not zero, -1 to 1;
 * 0 where one of them is even.
 */
export function correlation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  mask: ArrayLike<number>,
): number {
  let [count, sumA, sumB] = [0, 0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    count++;
    sumA += a[at]!;
    sumB += b[at]!;
  }
  const [meanA, meanB] = [sumA / count, sumB / count];
  let [aa, bb, ab] = [0, 0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const [da, db] = [a[at]! - meanA, b[at]! - meanB];
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Dice of one class over the pixels where the mask is not zero; null where neither map has it. */
export function diceOf(
  a: Uint8Array,
  b: Uint8Array,
  label: number,
  mask: ArrayLike<number>,
): number | null {
  let [both, sum] = [0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const [inA, inB] = [a[at] === label ? 1 : 0, b[at] === label ? 1 : 0];
    both += inA * inB;
    sum += inA + inB;
  }
  return sum === 0 ? null : (2 * both) / sum;
}

/**
 * Mean distance of the LV cavity's outlines in two label maps of one crop, mm, there and back.
 * Outline points beside pixels outside the mask are passed over: there the volume ends, not the
 * cavity. Null where one of the maps shows no outline.
 */
export function outlineDistanceMm(
  a: Uint8Array,
  b: Uint8Array,
  mask: ArrayLike<number>,
): number | null {
  const [one, other] = [cavityLines(a, mask), cavityLines(b, mask)];
  const there = distancesMm(one, other, mask);
  const back = distancesMm(other, one, mask);
  if (there.length === 0 || back.length === 0) return null;
  return (mean(there) + mean(back)) / 2;
}

function cavityLines(labels: Uint8Array, mask: ArrayLike<number>): Polygon[] {
  const cavity = maskOf(labels, [heartClass.lvCavity]);
  return isoContours(
    cavity.map((inside, at) => (mask[at] === 0 ? 0 : inside)),
    dims,
  );
}

function distancesMm(
  from: readonly Polygon[],
  to: readonly Polygon[],
  mask: ArrayLike<number>,
): number[] {
  const distances: number[] = [];
  if (to.length === 0) return distances;
  for (const line of from)
    for (let n = 0; n < line.length; n += 2) {
      const [x, y] = [line[n]!, line[n + 1]!];
      if (besideEnd(x, y, mask)) continue;
      const nearest = to.map((polygon) => closestOnPolygon(polygon, x, y).distance);
      distances.push(Math.min(...nearest) * CROP_PIXEL_MM);
    }
  return distances;
}

/** Outline points lie half-way between two pixels. */
function besideEnd(x: number, y: number, mask: ArrayLike<number>): boolean {
  return [Math.floor, Math.ceil].some((round) => {
    const [column, row] = [round(x), round(y)];
    if (column < 0 || row < 0 || column >= CROP_SIZE || row >= CROP_SIZE) return true;
    return mask[row * CROP_SIZE + column] === 0;
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
