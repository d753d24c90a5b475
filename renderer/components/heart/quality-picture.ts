import { applyAffine, CROP_SIZE, cropGrid } from '../../../studies/cardiac/planes/crop-grid.ts';
import type { HeartFrame, HeartPlane } from '../../../studies/library/heart-records.ts';
import {
  cross,
  dot,
  length,
  normalise,
  type LpsPoint,
  type Vector3,
} from '../../../studies/volume/geometry.ts';

/** Half of the line that is looked along, and the step, mm. */
const halfLineMm = 60;
const stepMm = 2;

/** What is wrong with a plane can be seen in one of these ways. */
export type QualityKind = 'crossing' | 'without' | 'unlike' | 'plain';

export function kindOf(code: string): QualityKind {
  if (code === 'cardiac/misaligned' || code === 'cardiac/misfit') return 'crossing';
  if (code === 'heart-flag/plane-decides') return 'without';
  return code === 'heart-flag/plane-unlike' ? 'unlike' : 'plain';
}

/** The plane of the other kind to hold a plane against: the 4-chamber, or the middle of the stack. */
export function partnerOf(plane: HeartPlane, planes: readonly HeartPlane[]): HeartPlane | null {
  const used = planes.filter(({ used, id }) => used && id !== plane.id);
  if (plane.view === 'sax') {
    return (
      used.find(({ view }) => view === '4ch') ?? used.find(({ view }) => view !== 'sax') ?? null
    );
  }
  const stack = used.filter(({ view }) => view === 'sax');
  stack.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return stack[Math.floor((stack.length - 1) / 2)] ?? null;
}

/** Points of the line in which two planes cross, near a point; null for planes nearly parallel. */
export function crossingPoints(a: HeartPlane, b: HeartPlane, nearMm: LpsPoint): LpsPoint[] | null {
  const normalA = cross(a.row, a.column);
  const normalB = cross(b.row, b.column);
  const line = cross(normalA, normalB);
  if (length(line) < Math.SQRT1_2) return null;
  const along = normalise(line);
  const inA = cross(along, normalA);
  const onA = plus(nearMm, normalA, dot(minus(a.originMm, nearMm), normalA));
  const middle = plus(onA, inA, dot(minus(b.originMm, onA), normalB) / dot(inA, normalB));
  const count = (2 * halfLineMm) / stepMm + 1;
  return Array.from({ length: count }, (_, n) => plus(middle, along, n * stepMm - halfLineMm));
}

/** Fractional column and row of a patient point on a plane. */
export function pixelOf(plane: HeartPlane, point: LpsPoint): readonly [number, number] {
  const from = minus(point, plane.originMm);
  return [dot(from, plane.row) / plane.spacingMm[0], dot(from, plane.column) / plane.spacingMm[1]];
}

/** Where a patient point lies in a plane's crop, as shares of its side. */
export function shareInCrop(
  plane: HeartPlane,
  frame: HeartFrame,
  point: LpsPoint,
): readonly [number, number] {
  const [x, y] = applyAffine(cropGrid(plane, frame).imageToCrop, ...pixelOf(plane, point));
  return [(x + 0.5) / CROP_SIZE, (y + 0.5) / CROP_SIZE];
}

/** A profile from its darkest to its brightest as an SVG path in a box of 100 x 40. */
export function profilePath(values: readonly number[]): string {
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known);
  const high = Math.max(...known);
  let pen = 'M';
  return values
    .map((value, n) => {
      if (!Number.isFinite(value)) {
        pen = 'M';
        return '';
      }
      const x = (100 * n) / Math.max(values.length - 1, 1);
      const y = 38 - (36 * (value - low)) / Math.max(high - low, 1e-6);
      const part = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = 'L';
      return part;
    })
    .join('');
}

function minus(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function plus(a: Vector3, along: Vector3, by: number): Vector3 {
  return [a[0] + by * along[0], a[1] + by * along[1], a[2] + by * along[2]];
}
