import { dot } from '../../volume/geometry.ts';
import { anyFrame, type Slice } from './stack.ts';

/** How far slices lie from straight above each other. */
export interface Drift {
  /** Shift of each slice against the first, in pixels along rows (x) and columns (y). */
  readonly shiftPx: readonly (readonly [number, number])[];
  readonly straight: boolean;
  /** Set when the drift grows evenly, as under a tilted gantry. */
  readonly tiltDeg: number | null;
  readonly largestMm: number;
}

/** Below half a pixel over the whole stack no picture shows it. */
const straightPx = 0.5;

export function stackDrift(slices: readonly Slice[], spacingMm: readonly [number, number]): Drift {
  const { row, column } = anyFrame({ slices });
  const first = slices[0]!;
  const shiftMm = slices.map(({ positionMm: p }) => {
    const d = [0, 1, 2].map((c) => p[c]! - first.positionMm[c]!) as [number, number, number];
    return [dot(row, d), dot(column, d)] as const;
  });
  const shiftPx = shiftMm.map(([x, y]) => [x / spacingMm[0], y / spacingMm[1]] as const);
  const straight = shiftPx.every(([x, y]) => Math.hypot(x, y) <= straightPx);
  const largestMm = Math.max(...shiftMm.map(([x, y]) => Math.hypot(x, y)));
  return { shiftPx, straight, largestMm, tiltDeg: straight ? null : tilt(slices, shiftMm) };
}

/** Angle between the line of slices and the normal, when they do lie on one line. */
function tilt(
  slices: readonly Slice[],
  shiftMm: readonly (readonly [number, number])[],
): number | null {
  const [x, y] = shiftMm.at(-1)!;
  const span = slices.at(-1)!.distanceMm - slices[0]!.distanceMm;
  const even = shiftMm.every(([sx, sy], n) => {
    const part = (slices[n]!.distanceMm - slices[0]!.distanceMm) / span;
    return Math.hypot(sx - part * x, sy - part * y) < 1;
  });
  return even ? (Math.atan2(Math.hypot(x, y), span) * 180) / Math.PI : null;
}
