import type { HeartFrame, HeartMeasure } from '../../library/heart-records.ts';
import { dot } from '../../volume/geometry.ts';
import { heartClass } from '../contours/classes.ts';
import { overPhases, withoutGaps } from './beat.ts';
import { valveMiddle } from './chamber-axis.ts';
import { within } from './intervals.ts';
import type { MaskPlane } from './mask-planes.ts';
import { checked } from './tally.ts';

/**
 * How far the middle of the mitral valve (border of left atrium and left ventricle) moves along the
 * heart's long axis between end-diastole and end-systole, mean of the long-axis planes that show
 * it, mm. The border is known to about a pixel at either moment: that is the interval.
 */
export function mitralTravel(
  planes: readonly MaskPlane[],
  frame: HeartFrame,
  leadPhases: number,
  edPhase: number,
  esPhase: number,
): HeartMeasure | null {
  const travels: { mm: number; pixelMm: number }[] = [];
  for (const { plane, labels } of planes) {
    if (!plane.used || plane.view === 'sax') continue;
    const along = Array.from({ length: plane.phases }, (_, phase) => {
      const drawn = labels(phase);
      if (drawn === null) return null;
      const { leftAtrium, lvCavity } = heartClass;
      const middle = valveMiddle(checked(drawn, plane), plane, leftAtrium, lvCavity);
      return (
        middle && middle[0] * dot(plane.row, frame.e3) + middle[1] * dot(plane.column, frame.e3)
      );
    });
    const whole = withoutGaps(along);
    if (whole === null) continue;
    const curve = overPhases(whole, leadPhases);
    const pixelMm = Math.sqrt(plane.spacingMm[0] * plane.spacingMm[1]);
    travels.push({ mm: curve[esPhase]! - curve[edPhase]!, pixelMm });
  }
  if (travels.length === 0) return null;
  const mean = travels.reduce((sum, { mm }) => sum + mm, 0) / travels.length;
  const spread = Math.hypot(...travels.map(({ pixelMm }) => pixelMm)) / travels.length;
  return within(Math.max(0, mean), Math.SQRT2 * spread);
}
