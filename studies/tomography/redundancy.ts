import { arcOf, type Arc } from './arc.ts';
import type { CircularGeometry } from './circular-geometry.ts';
import { viewFrame } from './view-frame.ts';

/** A panel is displaced when its middle is off the axis by more than this share of its width. */
const DISPLACED_SHARE = 0.05;

/**
 * What each ray of a scan counts for in FDK, [view][u]: the view's share of the arc in radians times
 * the ray's share among those that measure the same line. Full turn: one half, or Wang's weights of a
 * displaced panel; short scan: Parker's weights. The two never meet: a displaced panel that does not
 * go all the way round misses lines.
 */
export function columnWeights(
  geometry: CircularGeometry,
  shortScan: 'auto' | boolean,
): Float32Array {
  const arc = arcOf(geometry.anglesDeg);
  const short = shortScan === 'auto' ? !arc.full : shortScan;
  const columns = geometry.detectorColumns;
  const shortSideMm = short ? null : displacedShortSideMm(geometry);
  const out = new Float32Array(geometry.anglesDeg.length * columns);
  for (let view = 0; view < geometry.anglesDeg.length; view++) {
    const first = firstFromAxisMm(geometry, view);
    for (let u = 0; u < columns; u++) {
      const mm = first + u * geometry.pixelMm[0];
      const fan = Math.atan(mm / geometry.sourceDetectorMm);
      const share = short
        ? parkerWeight(arc, arc.placeRad[view]!, fan)
        : shortSideMm === null
          ? 0.5
          : wangWeight(mm, shortSideMm, geometry.sourceDetectorMm);
      out[view * columns + u] = share * arc.stepRad[view]!;
    }
  }
  return out;
}

/** Panel position of a view's first pixel along u, from the ray through the rotation axis. */
function firstFromAxisMm(geometry: CircularGeometry, view: number): number {
  const { firstU, sourceU } = viewFrame(geometry, view);
  return firstU - sourceU * (1 - geometry.sourceDetectorMm / geometry.sourceAxisMm);
}

/**
 * How far a displaced panel reaches beyond the axis on its short side, negative for a panel that lies
 * towards -u; null for a centred panel. The least of all views.
 */
function displacedShortSideMm(geometry: CircularGeometry): number | null {
  const last = geometry.detectorColumns - 1;
  const pixel = geometry.pixelMm[0];
  let low = Infinity;
  let high = Infinity;
  for (let view = 0; view < geometry.anglesDeg.length; view++) {
    const first = firstFromAxisMm(geometry, view);
    low = Math.min(low, pixel / 2 - first);
    high = Math.min(high, first + last * pixel + pixel / 2);
  }
  const off = (high - low) / 2;
  if (Math.abs(off) < DISPLACED_SHARE * geometry.detectorColumns * pixel) return null;
  return off > 0 ? Math.max(low, pixel) : -Math.max(high, pixel);
}

/** Whether the scan is one of a displaced panel all the way round, and weighted as such. */
export function isDisplaced(geometry: CircularGeometry, shortScan: 'auto' | boolean): boolean {
  const short = shortScan === 'auto' ? !arcOf(geometry.anglesDeg).full : shortScan;
  return !short && displacedShortSideMm(geometry) !== null;
}

/** Wang's weight of a displaced panel (Med Phys 29:1634, 2002): a ray and its opposite share 1. */
function wangWeight(mm: number, shortSideMm: number, sourceDetectorMm: number): number {
  const overlap = Math.atan(Math.abs(shortSideMm) / sourceDetectorMm);
  const fan = Math.sign(shortSideMm) * Math.atan(mm / sourceDetectorMm);
  const share = Math.max(-1, Math.min(1, fan / overlap));
  return 0.5 * (1 + Math.sin((Math.PI / 2) * share));
}

/**
 * Parker's weight of a short scan (Med Phys 9:254, 1982) in Wesarg's form, whose transition is as wide
 * as the arc beyond half a turn allows (Proc SPIE 4684:1498, 2002). A ray at angle b and fan angle g
 * meets its opposite at b + pi - 2 g, -g; the two share 1.
 */
export function parkerWeight(arc: Arc, placeRad: number, fanRad: number): number {
  const over = (arc.lengthRad - Math.PI) / 2;
  if (over <= 0) return 1;
  const rise = 2 * (over + fanRad);
  const fall = 2 * (over - fanRad);
  if (placeRad < rise) return smooth(placeRad / rise);
  const left = arc.lengthRad - placeRad;
  return left < fall ? smooth(left / fall) : 1;
}

const smooth = (share: number) => Math.sin((Math.PI / 2) * Math.max(0, Math.min(1, share))) ** 2;
