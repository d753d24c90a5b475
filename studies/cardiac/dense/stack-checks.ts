import { SparrowError } from '../../messages/sparrow-error.ts';
import type { Vector3 } from '../../volume/geometry.ts';
import { lineAngleDeg, meanLine } from '../planes/vectors.ts';

/** Nothing is made across a wider gap unless asked for: too much of the heart is not seen. */
const widestGapMm = 25;
const mostTurnedDeg = 2;
/** Slices nearer than this show one place (as in parallel-groups.ts). */
const samePlaceMm = 1;
/** Depths are sums of products: a gap of exactly 25 mm is none of more. */
const roundingMm = 1e-6;

export function isWide(gapMm: number): boolean {
  return gapMm > widestGapMm + roundingMm;
}

/**
 * Refuses a stack that can't be made dense. Slices are named by their place from the base, 1 first.
 * Throws SparrowError 'dense/few-slices', 'dense/turned', 'dense/same-place' or 'dense/gap'.
 * @param normals of the slices, base to apex @param depths along the stack, rising, mm
 */
export function checkStack(
  normals: readonly Vector3[],
  depths: readonly number[],
  acrossWideGaps: boolean,
): void {
  const count = normals.length;
  if (count < 2) throw new SparrowError('dense/few-slices', { count });
  const turned = normals.map((own, k) =>
    lineAngleDeg(own, meanLine(normals.filter((_, other) => other !== k))),
  );
  const most = Math.max(...turned);
  if (most > mostTurnedDeg)
    throw new SparrowError('dense/turned', {
      slice: turned.indexOf(most) + 1,
      degrees: most.toFixed(1),
      limit: mostTurnedDeg,
    });
  for (let k = 1; k < count; k++) {
    const gap = depths[k]! - depths[k - 1]!;
    const named = { first: k, second: k + 1 };
    if (gap < samePlaceMm) throw new SparrowError('dense/same-place', named);
    if (isWide(gap) && !acrossWideGaps)
      throw new SparrowError('dense/gap', { ...named, mm: gap.toFixed(1), limit: widestGapMm });
  }
}
