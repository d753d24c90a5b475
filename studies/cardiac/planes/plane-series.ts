import type { HeartPlane } from '../../library/heart-records.ts';
import { cross, dot, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import { beatTiming, phaseAt, type BeatTiming } from './beat-timing.ts';
import type { CineCandidate } from './candidate.ts';
import { linear } from './cine-slice.ts';
import { minus } from './vectors.ts';

/** A plane with its pixels and times, to be sampled where it crosses others. */
export interface PlaneSeries {
  readonly plane: HeartPlane;
  readonly normal: Vector3;
  readonly pixels: Float32Array;
  readonly timing: BeatTiming;
}

/** Reads the pixels of planes, each once. */
export async function readSeries(
  planes: readonly HeartPlane[],
  candidates: readonly CineCandidate[],
): Promise<PlaneSeries[]> {
  const series: PlaneSeries[] = [];
  for (const plane of planes) {
    const candidate = candidates.find(({ volumeId }) => volumeId === plane.volumeId);
    if (!candidate) continue;
    series.push({
      plane,
      normal: cross(plane.row, plane.column),
      pixels: await candidate.readSlice(plane.slice),
      timing: beatTiming(candidate),
    });
  }
  return series;
}

/** Values at points of the plane at shares of the beat, [share][point]; NaN outside the image. */
export function valuesAt(
  { plane, pixels, timing }: PlaneSeries,
  points: readonly LpsPoint[],
  shares: readonly number[],
): Float32Array {
  const { dims, spacingMm, originMm, row, column } = plane;
  const size = dims[0] * dims[1];
  const places = points.map((point) => {
    const d = minus(point, originMm);
    return [dot(d, row) / spacingMm[0], dot(d, column) / spacingMm[1]] as const;
  });
  const values = new Float32Array(shares.length * points.length);
  for (const [n, share] of shares.entries()) {
    const { before, after, weight } = phaseAt(timing, share);
    const early = pixels.subarray(before * size, (before + 1) * size);
    const late = pixels.subarray(after * size, (after + 1) * size);
    for (const [m, [x, y]] of places.entries()) {
      const value = linear(early, dims, x, y);
      values[n * points.length + m] = value + weight * (linear(late, dims, x, y) - value);
    }
  }
  return values;
}
