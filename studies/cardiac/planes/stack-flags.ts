import type { HeartFlag, HeartPlane, HeartPlanes } from '../../library/heart-records.ts';
import { cross, dot, type Vector3 } from '../../volume/geometry.ts';
import { heartFlag } from './heart-flag.ts';
import { lineAngleDeg, meanLine, median } from './vectors.ts';

/** Base to apex of a small adult ventricle: the cover that is asked when its length is not known. */
const usualLongAxisMm = 60;
/** Steps may differ by this share of the usual one. */
const unevenShare = 0.15;
/** A step of this many usual ones lacks a slice. */
const gapSteps = 1.7;
const tiltedDeg = 1.5;

/** What the short-axis stack's own geometry says against it. */
export function stackFlags(heart: HeartPlanes, longAxisMm: number | null): HeartFlag[] {
  const stack = heart.planes.filter(({ used, view }) => used && view === 'sax');
  stack.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  if (stack.length === 0) return [heartFlag('cardiac/no-short-axis', 'review')];
  if (stack.length === 1)
    return [
      heartFlag('cardiac/single-slice', 'review', {
        value: 1,
        limit: 6,
        planeId: stack[0]!.id,
      }),
    ];
  const normals = stack.map(normalOf);
  const normal = meanLine(normals);
  const steps = stepsOf(stack, normal);
  return [
    ...coverFlags(steps, stack, longAxisMm),
    ...stepFlags(steps, stack),
    ...tiltFlags(stack, normals, normal),
  ];
}

const normalOf = (plane: HeartPlane): Vector3 => cross(plane.row, plane.column);

function stepsOf(stack: readonly HeartPlane[], normal: Vector3): number[] {
  const places = stack.map(({ originMm, row, column, spacingMm, dims }) => {
    const middle = (axis: Vector3, n: 0 | 1) =>
      (dot(axis, normal) * spacingMm[n] * (dims[n] - 1)) / 2;
    return dot(originMm, normal) + middle(row, 0) + middle(column, 1);
  });
  return places.slice(1).map((place, n) => Math.abs(place - places[n]!));
}

/** Each slice speaks for its own step: the stack covers half a step more at both ends. */
function coverFlags(
  steps: readonly number[],
  stack: readonly HeartPlane[],
  longAxisMm: number | null,
): HeartFlag[] {
  const reach = Math.max(median(steps), stack[0]!.thicknessMm);
  const cover = steps.reduce((sum, step) => sum + step, 0) + reach;
  const limit = longAxisMm ?? usualLongAxisMm;
  if (cover >= limit) return [];
  return [heartFlag('cardiac/short-cover', 'review', { value: cover, limit, unit: 'mm' })];
}

function stepFlags(steps: readonly number[], stack: readonly HeartPlane[]): HeartFlag[] {
  const usual = median(steps);
  const widest = Math.max(...steps);
  if (widest > gapSteps * usual)
    return [
      heartFlag('cardiac/slice-gap', 'review', {
        value: widest - usual,
        limit: (gapSteps - 1) * usual,
        unit: 'mm',
        planeId: stack[steps.indexOf(widest)]!.id,
      }),
    ];
  const least = Math.min(...steps);
  if (widest - least <= unevenShare * usual) return [];
  return [
    heartFlag('cardiac/uneven-slices', 'note', {
      value: widest,
      limit: (1 + unevenShare) * usual,
      unit: 'mm',
      params: { least: Number(least.toFixed(1)) },
    }),
  ];
}

function tiltFlags(
  stack: readonly HeartPlane[],
  normals: readonly Vector3[],
  normal: Vector3,
): HeartFlag[] {
  return stack.flatMap((plane, n) => {
    const value = lineAngleDeg(normals[n]!, normal);
    if (value <= tiltedDeg) return [];
    const told = { value, limit: tiltedDeg, unit: '°', planeId: plane.id };
    return [heartFlag('cardiac/tilted-slice', 'note', told)];
  });
}
