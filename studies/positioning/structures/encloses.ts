import { dot, type LpsPoint } from '../../volume/geometry.ts';
import type { Drawn } from './contour.ts';
import { crossingsAlong } from './even-odd.ts';
import { bracketAt, stackOf } from './stack.ts';

/** Whether a structure encloses a point of the patient: the nearest drawn slice decides. */
export function encloses(structure: Drawn, point: LpsPoint): boolean {
  const stack = stackOf(structure);
  const bracket = stack === null ? null : bracketAt(stack, dot(stack.normal, point));
  if (stack === null || bracket === null) return false;
  const { polygons } = bracket.fraction < 0.5 ? bracket.lower : bracket.upper;
  const at = [dot(stack.u, point), dot(stack.v, point)] as const;
  return crossingsAlong(polygons, at, [1, 0]).filter((along) => along > 0).length % 2 === 1;
}
