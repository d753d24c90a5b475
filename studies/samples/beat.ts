/** The timing of the sample heart: 25 phases through an R-R interval of 900 ms (67 beats a minute). */
export const PHASES = 25;
export const RR_INTERVAL_MS = 900;
export const phaseTimesMs: readonly number[] = Array.from(
  { length: PHASES },
  (_, n) => (n * RR_INTERVAL_MS) / PHASES,
);

/**
 * How far the ventricles have contracted, 0 at end-diastole to 1 at end-systole: ejection to 36 % of
 * the beat, early filling, diastasis, then the atrial kick. Periodic and smooth.
 *
 * @param t fraction of the R-R interval, 0 to 1
 */
export function contraction(t: number): number {
  const points = [
    [0, 0],
    [0.06, 0.04],
    [0.36, 1],
    [0.42, 0.97],
    [0.58, 0.36],
    [0.66, 0.24],
    [0.86, 0.18],
    [0.95, 0.03],
    [1, 0],
  ] as const;
  for (let n = 1; n < points.length; n++) {
    const [t0, c0] = points[n - 1] as readonly [number, number];
    const [t1, c1] = points[n] as readonly [number, number];
    if (t > t1) continue;
    const s = (t - t0) / (t1 - t0);
    return c0 + (c1 - c0) * s * s * (3 - 2 * s);
  }
  return 0;
}
