import type { CircularGeometry } from './circular-geometry.ts';

/**
 * What each ray of a scan counts for in FDK, [view][u]: the view's share of the arc in radians times
 * how often its rays were measured.
 */
export function columnWeights(
  geometry: CircularGeometry,
  _shortScan: 'auto' | boolean,
): Float32Array {
  const views = geometry.anglesDeg.length;
  return new Float32Array(views * geometry.detectorColumns).fill(Math.PI / views);
}
