/** Intensities below this share of I0 say nothing any more: line integrals end at 11.5. */
const leastShare = 1e-5;

/** The largest line integral that conversion gives. */
export const mostLineIntegral = -Math.log(leastShare);

/**
 * Beer's law in place: intensities become line integrals -ln(I / I0). Rays brighter than I0 keep
 * their small negative values, since cutting those off would brighten the whole picture. Returns
 * how many pixels held no signal and were cut off at `mostLineIntegral`.
 */
export function toLineIntegrals(intensities: Float32Array, unattenuated: number): number {
  const least = unattenuated * leastShare;
  let dark = 0;
  for (let n = 0; n < intensities.length; n++) {
    let value = intensities[n]!;
    if (!(value > least)) {
      value = least;
      dark++;
    }
    intensities[n] = Math.log(unattenuated / value);
  }
  return dark;
}

/** Pixels of a view that take part in finding the air; no more are needed. */
const sampled = 4096;
/** Share of a view's pixels that may be brighter than air: noise, hot pixels. */
const brighter = 0.005;

/**
 * The intensity of rays that meet nothing: the highest 99.5th percentile of any view. Right where
 * at least one view sees past the object.
 * @param views [view][pixel]
 */
export function airIntensity(views: Float32Array, pixels: number): number {
  const step = Math.max(1, Math.floor(pixels / sampled));
  let air = 0;
  for (let from = 0; from < views.length; from += pixels) {
    const view: number[] = [];
    for (let n = 0; n < pixels; n += step) view.push(views[from + n]!);
    view.sort((a, b) => b - a);
    air = Math.max(air, view[Math.floor(brighter * view.length)] ?? 0);
  }
  return air;
}
