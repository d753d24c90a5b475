import type { HeartPlanes, HeartResult } from '../../../studies/library/heart-records.ts';

/** Below this the middle of the ventricle counts as where it was, mm. */
const sameMm = 0.5;

/**
 * Whether the planes are now understood otherwise than when the result was made: a view, a plane in
 * or out, the order, the middle of the ventricle, or the phases of ED and ES.
 */
export function isOutdated(result: HeartResult, now: HeartPlanes): boolean {
  const { corrections } = now;
  const before = new Map(result.planes.map((plane) => [plane.id, plane]));
  const planesChanged = now.planes.some((plane) => {
    const was = before.get(plane.id);
    return !was || was.view !== plane.view || was.used !== plane.used || was.order !== plane.order;
  });
  const phaseMoved = (wanted: number | null, had: number) => wanted !== null && wanted !== had;
  return (
    planesChanged ||
    centreMoved(result, corrections.centreMm) ||
    phaseMoved(corrections.edPhase, result.edPhase) ||
    phaseMoved(corrections.esPhase, result.esPhase)
  );
}

function centreMoved(
  { frame }: HeartResult,
  centreMm: readonly [number, number, number] | null,
): boolean {
  if (!centreMm) return frame.originBy === 'user';
  if (frame.originBy !== 'user') return true;
  const gap = centreMm.map((value, n) => value - frame.originMm[n]!);
  return Math.hypot(...gap) > sameMm;
}
