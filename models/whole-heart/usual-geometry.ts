/** In-plane direction of the long-axis views at a right angle to e3, degrees from e1 towards e2. */
const anglesDeg = [90, -48, 0] as const;
/** Which way u points along that direction, so that CONTRACT.md's sign holds. */
const signs = [-1, 1, -1] as const;
const firstSliceMm = -40;
const sliceStepMm = 16;

/**
 * Where a slot's plane usually lies: the 12 numbers of a plane that was not acquired, for drawing it.
 * The last number, "present", is 0.
 */
export function usualGeometry(slot: number): number[] {
  if (slot >= 3) {
    const heightMm = firstSliceMm + sliceStepMm * (slot - 3);
    return [0, 0, heightMm / 100, -1, 0, 0, 0, 1, 0, 0.75, 0.8, 0];
  }
  const angle = (anglesDeg[slot]! * Math.PI) / 180;
  const sign = signs[slot]!;
  const u = [sign * Math.cos(angle), sign * Math.sin(angle), 0];
  return [0, 0, -0.15, ...u, 0, 0, -1, 0.75, 0.8, 0];
}
