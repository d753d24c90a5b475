import type { HeartFrame } from '../../studies/library/heart-records.ts';
import {
  cross,
  dot,
  normalise,
  type LpsPoint,
  type Vector3,
} from '../../studies/volume/geometry.ts';
import type { CropGrid } from '../../studies/cardiac/planes/crop-grid.ts';
import { CROP } from './graph-shapes.ts';

/** A plane's crop at end-diastole with its classes. */
export interface ScoutedPlane {
  readonly shortAxis: boolean;
  readonly grid: Pick<CropGrid, 'centreMm' | 'u' | 'v'>;
  readonly labels: Uint8Array;
}

const pixelMm = 2;
/** Cavities smaller than this, in pixels, say nothing about where the ventricle lies. */
const leastPixels = 25;
/** Right ventricle that is needed to tell its side, pixels over all slices. */
const leastRight = 150;
/** Rows of a long-axis cavity count from this many pixels. */
const leastInRow = 2;

/**
 * The heart frame that drawn labels tell: the origin half way along the left ventricle's cavity, e1
 * towards the right ventricle's middle in short axis. What labels do not tell, and what the user chose,
 * is kept.
 */
export function frameFromLabels(frame: HeartFrame, planes: readonly ScoutedPlane[]): HeartFrame {
  const origin = frame.originBy === 'user' ? null : middleOf(frame, planes);
  const septal = frame.septalBy === 'user' ? null : septalOf(frame, planes);
  const e1 = septal ?? frame.e1;
  return {
    ...frame,
    ...(origin && { originMm: [...origin], originBy: 'labels' as const }),
    ...(septal && { septalBy: 'labels' as const }),
    e1: [...e1],
    e2: [...cross(frame.e3, e1)],
  };
}

/** How far two frames are apart: mm between origins, degrees between e1. */
export function moved(a: HeartFrame, b: HeartFrame): { mm: number; degrees: number } {
  const along = Math.min(1, Math.max(-1, dot(a.e1, b.e1)));
  const mm = Math.hypot(...a.originMm.map((at, n) => at - b.originMm[n]!));
  return { mm, degrees: (Math.acos(along) * 180) / Math.PI };
}

function middleOf(frame: HeartFrame, planes: readonly ScoutedPlane[]): LpsPoint | null {
  const slices = planes
    .filter(({ shortAxis }) => shortAxis)
    .map((plane) => centroid(plane, 1))
    .filter((found) => found !== null && found.pixels >= leastPixels);
  const longs = planes
    .filter(({ shortAxis }) => !shortAxis)
    .map((plane) => cavitySpan(frame, plane))
    .filter((span) => span !== null);
  const heights = slices.map((slice) => inFrame(frame, slice!.point)[2]);
  if (heights.length === 0 && longs.length === 0) return null;
  const height =
    longs.length > 0
      ? mean(longs.map(({ from, to }) => (from + to) / 2))
      : (Math.min(...heights) + Math.max(...heights)) / 2;
  const beside =
    slices.length > 0
      ? lineAt(
          slices.map((slice) => inFrame(frame, slice!.point)),
          height,
        )
      : longs
          .map(({ beside: at }) => at)
          .reduce(
            (sum, at) => [sum[0] + at[0] / longs.length, sum[1] + at[1] / longs.length] as const,
            [0, 0] as const,
          );
  return frame.originMm.map(
    (at, n) => at + beside[0] * frame.e1[n]! + beside[1] * frame.e2[n]! + height * frame.e3[n]!,
  ) as unknown as LpsPoint;
}

/** First and last height of a long-axis cavity along e3, and its middle beside the axis. */
function cavitySpan(frame: HeartFrame, plane: ScoutedPlane) {
  const rows = Array.from({ length: CROP }, (_, row) => row).filter((row) => {
    let count = 0;
    for (let n = row * CROP; n < (row + 1) * CROP; n++) if (plane.labels[n] === 1) count++;
    return count >= leastInRow;
  });
  const middle = centroid(plane, 1);
  if (rows.length === 0 || middle === null || middle.pixels < leastPixels) return null;
  const [e1, e2] = inFrame(frame, middle.point);
  const heightOf = (row: number) => inFrame(frame, pointOf(plane, (CROP - 1) / 2, row))[2];
  return { from: heightOf(rows[0]!), to: heightOf(rows.at(-1)!), beside: [e1, e2] as const };
}

function septalOf(frame: HeartFrame, planes: readonly ScoutedPlane[]): Vector3 | null {
  const sum = [0, 0];
  let pixels = 0;
  for (const plane of planes) {
    if (!plane.shortAxis) continue;
    const left = centroid(plane, 1);
    const right = centroid(plane, 3);
    if (left === null || right === null || left.pixels < leastPixels) continue;
    const [l, r] = [inFrame(frame, left.point), inFrame(frame, right.point)];
    const length = Math.hypot(r[0] - l[0], r[1] - l[1]);
    if (length < 1) continue;
    sum[0]! += ((r[0] - l[0]) / length) * right.pixels;
    sum[1]! += ((r[1] - l[1]) / length) * right.pixels;
    pixels += right.pixels;
  }
  if (pixels < leastRight) return null;
  const { e1, e2 } = frame;
  return normalise([0, 1, 2].map((n) => sum[0]! * e1[n]! + sum[1]! * e2[n]!) as unknown as Vector3);
}

function centroid(plane: ScoutedPlane, label: number): { point: LpsPoint; pixels: number } | null {
  let [x, y, pixels] = [0, 0, 0];
  for (let n = 0; n < plane.labels.length; n++) {
    if (plane.labels[n] !== label) continue;
    x += n % CROP;
    y += Math.floor(n / CROP);
    pixels++;
  }
  return pixels === 0 ? null : { point: pointOf(plane, x / pixels, y / pixels), pixels };
}

function pointOf({ grid: { centreMm, u, v } }: ScoutedPlane, x: number, y: number): LpsPoint {
  const right = (x - (CROP - 1) / 2) * pixelMm;
  const down = (y - (CROP - 1) / 2) * pixelMm;
  return centreMm.map((at, n) => at + right * u[n]! + down * v[n]!) as unknown as LpsPoint;
}

function inFrame(frame: HeartFrame, point: LpsPoint): Vector3 {
  const from = point.map((at, n) => at - frame.originMm[n]!) as unknown as Vector3;
  return [dot(from, frame.e1), dot(from, frame.e2), dot(from, frame.e3)];
}

/** Where a straight line through points (e1, e2, height) is at a height: the ventricle may lean. */
function lineAt(points: readonly Vector3[], height: number): readonly [number, number] {
  const middle = mean(points.map((point) => point[2]));
  const spread = points.reduce((sum, point) => sum + (point[2] - middle) ** 2, 0);
  const at = (axis: 0 | 1) => {
    const level = mean(points.map((point) => point[axis]));
    if (points.length < 3 || spread < 1) return level;
    const slope =
      points.reduce((sum, point) => sum + (point[2] - middle) * (point[axis] - level), 0) / spread;
    return level + slope * (height - middle);
  };
  return [at(0), at(1)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
