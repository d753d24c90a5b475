import { WATER_MU_PER_MM, type CircularGeometry } from '../../../tomography/circular-geometry.ts';
import type { Projections } from '../../../tomography/projections.ts';

/** A ball of water, isocentre-centred LPS millimetres. */
export interface Ball {
  readonly centreMm: readonly [number, number, number];
  readonly radiusMm: number;
}

export const twoBalls: readonly Ball[] = [
  { centreMm: [30, -20, 15], radiusMm: 30 },
  { centreMm: [-40, 10, -20], radiusMm: 18 },
];

/**
 * Exact line integrals of balls, written from the convention's words alone (source, panel axes and
 * shifts), so that it checks readers and reconstruction without sharing their code.
 */
export function sphereScan(geometry: CircularGeometry, balls = twoBalls): Projections {
  const { detectorColumns: us, detectorRows: vs, pixelMm, anglesDeg } = geometry;
  const { sourceAxisMm: sad, sourceDetectorMm: sdd } = geometry;
  const lineIntegrals = new Float32Array(anglesDeg.length * us * vs);
  anglesDeg.forEach((angleDeg, n) => {
    const [sin, cos] = [Math.sin((angleDeg * Math.PI) / 180), Math.cos((angleDeg * Math.PI) / 180)];
    const [su, sv] = geometry.sourceOffsetsMm?.[n] ?? [0, 0];
    const [du, dv] = geometry.detectorOffsetsMm?.[n] ?? [0, 0];
    const source = [sad * sin + su * cos, -sad * cos + su * sin, sv];
    for (let u = 0; u < us; u++) {
      for (let v = 0; v < vs; v++) {
        const pu = (u - (us - 1) / 2) * pixelMm[0] + du;
        const pv = (v - (vs - 1) / 2) * pixelMm[1] + dv;
        const pixel = [-(sdd - sad) * sin + pu * cos, (sdd - sad) * cos + pu * sin, pv];
        const way = pixel.map((c, k) => c - source[k]!);
        const length = Math.hypot(...way);
        let chord = 0;
        for (const { centreMm, radiusMm } of balls) {
          const to = centreMm.map((c, k) => c - source[k]!);
          const along = to.reduce((sum, c, k) => sum + c * way[k]!, 0) / length;
          const missed = to.reduce((sum, c) => sum + c * c, 0) - along * along;
          chord += 2 * Math.sqrt(Math.max(0, radiusMm ** 2 - missed));
        }
        lineIntegrals[(n * us + u) * vs + v] = WATER_MU_PER_MM * chord;
      }
    }
  });
  return { geometry, lineIntegrals };
}
