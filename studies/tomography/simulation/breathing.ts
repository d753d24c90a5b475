import type { LpsPoint } from '../../volume/geometry.ts';
import type { AttenuationGrid, CircularGeometry } from '../circular-geometry.ts';
import type { ConeBeam } from '../cone-beam.ts';

/** Breaths during the scan: one minute at fifteen a minute. */
const breaths = 15;
/** Positions that a breath is cut into. */
const positions = 16;

/** How far the body has moved to the feet in a view, between 0 and `amplitudeMm`. */
export function breathingMm(view: number, views: number, amplitudeMm: number): number {
  const phase = Math.floor(((view * breaths) / views) * positions) % positions;
  return 0.5 * amplitudeMm * (1 - Math.cos((2 * Math.PI * phase) / positions));
}

/**
 * Line integrals of a body that moves along the head-feet axis as it breathes; views [from, to) of the
 * geometry. The body moves as a whole: streaks and blur are those of motion, its mechanics are not.
 */
export async function projectBreathing(
  beam: ConeBeam,
  body: AttenuationGrid,
  geometry: CircularGeometry,
  amplitudeMm: number,
  from: number,
  to: number,
): Promise<Float32Array> {
  const views = Array.from({ length: to - from }, (_, n) => from + n);
  const total = geometry.anglesDeg.length;
  if (amplitudeMm === 0) return beam.project(body, viewsOf(geometry, views));
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  const out = new Float32Array(views.length * pixels);
  const places = Map.groupBy(views, (view) => breathingMm(view, total, amplitudeMm));
  for (const [mm, here] of places) {
    const originMm: LpsPoint = [body.originMm[0], body.originMm[1], body.originMm[2] - mm];
    const lines = await beam.project({ ...body, originMm }, viewsOf(geometry, here));
    here.forEach((view, n) => {
      out.set(lines.subarray(n * pixels, (n + 1) * pixels), (view - from) * pixels);
    });
  }
  return out;
}

/** The scan with only some of its views. */
export function viewsOf(geometry: CircularGeometry, views: readonly number[]): CircularGeometry {
  const pick = <T>(each: readonly T[]) => views.map((view) => each[view]!);
  return {
    ...geometry,
    anglesDeg: pick(geometry.anglesDeg),
    ...(geometry.detectorOffsetsMm ? { detectorOffsetsMm: pick(geometry.detectorOffsetsMm) } : {}),
    ...(geometry.sourceOffsetsMm ? { sourceOffsetsMm: pick(geometry.sourceOffsetsMm) } : {}),
  };
}
