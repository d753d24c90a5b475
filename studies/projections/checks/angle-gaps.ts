import { warning, type Warning } from '../../messages/sparrow-error.ts';

/** A step this many times the usual one is a gap. */
const gapSteps = 1.6;

/**
 * Says where the gantry turned further between two views than elsewhere, as it does where a view
 * is missing. Scans whose views come in another order than along the orbit say nothing.
 */
export function angleGaps(anglesDeg: readonly number[]): Warning[] {
  if (anglesDeg.length < 4) return [];
  const steps = anglesDeg.slice(1).map((angle, n) => turned(anglesDeg[n]!, angle));
  const sizes = steps.map(Math.abs).sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)]!;
  const forward = steps.filter((step) => step > 0).length;
  const oneWay = forward > 0.9 * steps.length || forward < 0.1 * steps.length;
  const largest = steps.reduce(
    (best, step, n) => (Math.abs(step) > Math.abs(steps[best]!) ? n : best),
    0,
  );
  const gap = Math.abs(steps[largest]!);
  if (!oneWay || usual === 0 || gap < gapSteps * usual) return [];
  return [
    warning('projections/angle-gap', {
      before: largest + 1,
      after: largest + 2,
      gapDeg: Number(gap.toFixed(1)),
      stepDeg: Number(usual.toFixed(1)),
    }),
  ];
}

/** The smaller turn from one angle to another, -180 to 180 degrees. */
function turned(from: number, to: number): number {
  return ((((to - from + 180) % 360) + 360) % 360) - 180;
}
