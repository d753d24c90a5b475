import type { HeartFrame } from '../../library/heart-records.ts';
import { heartClass } from '../contours/classes.ts';
import type { MaskPlane } from '../function/mask-planes.ts';
import { stackNormal } from '../function/stack-normal.ts';
import { checked } from '../function/tally.ts';
import type { SliceLabels } from '../function/wall-thickness.ts';
import { loft, type LoftEnds } from './loft.ts';
import { longAxisEnds } from './long-axis-ends.ts';
import type { Mesh } from './mesh.ts';
import { outlineRing, type Ring } from './outline-ring.ts';

export interface HeartSurfaces {
  readonly lvCavity: Mesh | null;
  readonly lvEpicardium: Mesh | null;
  readonly rvCavity: Mesh | null;
}

const { lvCavity, lvMyocardium, rvCavity } = heartClass;

/**
 * Closed surfaces of one moment of the beat, lofted through the short-axis outlines; end points of
 * the left ventricle from long-axis planes where they show it. Point numbers mean the same place in
 * every phase, so a viewer may swap `points` and keep `triangles`. Null where fewer than two slices
 * show the chamber. Throws SparrowError 'heart/labels-size'.
 * @param planes all planes with their labels; those set aside are passed over
 * @param share of the beat, 0 to 1
 */
export function heartSurfaces(
  planes: readonly MaskPlane[],
  frame: HeartFrame,
  share: number,
): HeartSurfaces {
  const shown = planes.flatMap(({ plane, labels }) => {
    if (!plane.used) return [];
    const drawn = labels(Math.round(share * plane.phases) % plane.phases);
    return drawn === null ? [] : [{ plane, labels: checked(drawn, plane) }];
  });
  const stack = shown.filter(({ plane }) => plane.view === 'sax');
  const long = shown.filter(({ plane }) => ['2ch', '3ch', '4ch'].includes(plane.view));
  const normal = stackNormal(
    stack.map(({ plane }) => plane),
    frame,
  );
  const surface = (classes: readonly number[], ends: LoftEnds): Mesh | null => {
    const rings = ringsOf(stack, (slice) => outlineRing(slice, classes, normal, frame.e1));
    return rings.length < 2 ? null : loft(rings, normal, ends);
  };
  const wall = [lvCavity, lvMyocardium];
  return {
    lvCavity: surface([lvCavity], longAxisEnds(long, [lvCavity], normal)),
    lvEpicardium: surface(wall, longAxisEnds(long, wall, normal)),
    rvCavity: surface([rvCavity], { baseMm: null, apexMm: null }),
  };
}

/** Base to apex; of two outlines at one place the first. */
function ringsOf(stack: readonly SliceLabels[], ring: (slice: SliceLabels) => Ring | null): Ring[] {
  const rings = stack.flatMap((slice) => ring(slice) ?? []);
  rings.sort((a, b) => a.alongMm - b.alongMm);
  return rings.filter(({ alongMm }, i) => i === 0 || alongMm - rings[i - 1]!.alongMm > 0.1);
}
