import type { HeartFrame } from '../../library/heart-records.ts';
import type { MaskPlane } from '../function/mask-planes.ts';
import type { Mesh } from './mesh.ts';

export interface HeartSurfaces {
  readonly lvCavity: Mesh | null;
  readonly lvEpicardium: Mesh | null;
  readonly rvCavity: Mesh | null;
}

/**
 * Closed surfaces of one moment of the beat, lofted through the short-axis outlines; end points
 * from long-axis planes where they show the ventricle. Point numbers mean the same place in every
 * phase, so a viewer may swap `points` and keep `triangles`.
 * @param planes all planes in use with their labels
 * @param share of the beat, 0 to 1
 */
export function heartSurfaces(
  _planes: readonly MaskPlane[],
  _frame: HeartFrame,
  _share: number,
): HeartSurfaces {
  return { lvCavity: null, lvEpicardium: null, rvCavity: null };
}
