import type { HeartPlane } from '../../library/heart-records.ts';
import { dot, type Vector3 } from '../../volume/geometry.ts';
import { heartClass } from '../contours/classes.ts';
import { valveMiddle } from '../function/chamber-axis.ts';
import type { SliceLabels } from '../function/wall-thickness.ts';
import type { LoftEnds } from './loft.ts';

/**
 * Where long-axis planes show the left ventricle (its cavity, or cavity and muscle) to begin and to
 * end along the stack's normal, mm: the middle of the mitral valve, and the furthest point towards
 * the apex; means over the planes that show them.
 */
export function longAxisEnds(
  planes: readonly SliceLabels[],
  classes: readonly number[],
  normal: Vector3,
): LoftEnds {
  const { leftAtrium, lvCavity } = heartClass;
  const bases = planes.flatMap(({ labels, plane }) => {
    const valve = valveMiddle(labels, plane, leftAtrium, lvCavity);
    return valve ? [alongMm(plane, normal, valve[0], valve[1])] : [];
  });
  const tips = planes.flatMap(({ labels, plane }) => {
    const tip = furthest(labels, plane, classes, normal);
    return tip === null ? [] : [tip];
  });
  return { baseMm: mean(bases), apexMm: mean(tips) };
}

function furthest(
  labels: Uint8Array,
  plane: HeartPlane,
  classes: readonly number[],
  normal: Vector3,
): number | null {
  const [columns] = plane.dims;
  const [dx, dy] = plane.spacingMm;
  let most: number | null = null;
  for (let at = 0; at < labels.length; at++) {
    if (!classes.includes(labels[at]!)) continue;
    const along = alongMm(plane, normal, (at % columns) * dx, Math.floor(at / columns) * dy);
    if (most === null || along > most) most = along;
  }
  return most;
}

function alongMm({ originMm, row, column }: HeartPlane, normal: Vector3, x: number, y: number) {
  return dot(originMm, normal) + dot(row, normal) * x + dot(column, normal) * y;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
