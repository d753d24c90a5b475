/**
 * How far values may be from the in-plane distances. The distance in space is never more than that in
 * a plane, and the field is free to be steeper or flatter than a distance, so that the smoothest
 * field is found: its value is at least `least` times the in-plane distance on the right side, and
 * within `nearMm` of an outline at most 1 / `least` times.
 */
const least = 0.35;
const nearMm = 5;
/** A field steeper than this along any line is held back: large slopes are wiggles between slices. */
const steepest = 1.5;

/** Squared excess over that interval, mean over the points; adds its slopes by the values. */
export function outlineLoss(
  values: Float32Array,
  signedMm: Float32Array,
  slopes: Float32Array,
): number {
  const count = signedMm.length;
  let sum = 0;
  for (let s = 0; s < count; s++) {
    const signed = signedMm[s]!;
    const side = signed < 0 ? -1 : 1;
    const mm = side * signed;
    const value = side * values[s]!;
    const low = least * mm;
    const high = mm < nearMm ? mm / least : Infinity;
    const excess = value < low ? value - low : value > high ? value - high : 0;
    sum += excess * excess;
    slopes[s] = slopes[s]! + (2 * side * excess) / count;
  }
  return sum / count;
}

/**
 * Bending of what the network added and steepness of the whole field on triples of points a step
 * apart on a line (before, middle, after; `stepsMm` one per triple), mean over triples. A thin plate's
 * energy by differences instead of second derivatives of the network.
 */
export function smoothnessLoss(
  values: Float32Array,
  added: Float32Array,
  from: number,
  stepsMm: Float32Array,
  weights: { bending: number; steepness: number },
  slopes: Float32Array,
): number {
  const count = stepsMm.length;
  let sum = 0;
  for (let t = 0; t < count; t++) {
    const at = from + 3 * t;
    const step = stepsMm[t]!;
    const bend = (added[at]! - 2 * added[at + 1]! + added[at + 2]!) / step;
    const bendSlope = (2 * weights.bending * bend) / step / count;
    const rise = (values[at + 2]! - values[at]!) / (2 * step);
    const excess = Math.max(0, Math.abs(rise) - steepest);
    const riseSlope = (weights.steepness * Math.sign(rise) * excess) / step / count;
    sum += weights.bending * bend * bend + weights.steepness * excess * excess;
    slopes[at] = slopes[at]! + bendSlope - riseSlope;
    slopes[at + 1] = slopes[at + 1]! - 2 * bendSlope;
    slopes[at + 2] = slopes[at + 2]! + bendSlope + riseSlope;
  }
  return sum / count;
}
