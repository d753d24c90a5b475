import { Correlation } from './correlation.ts';
import type { Metric, Slope } from './metric.ts';
import type { Pose } from './pose.ts';
import type { Projection } from './projection.ts';
import type { SamplePoints } from './sample-points.ts';
import type { HuWindow } from './window.ts';

const bins = 32;
/** Bins kept free at both ends, so that the spline's four bins always exist. */
const margin = 2;

/**
 * Mutual information as Mattes et al. have it (IEEE TMI 22, 2003), in nats: a joint histogram over fixed
 * sample points, cubic B-splines across the moving volume's bins and whole bins for the planning
 * CT, with the exact gradient. Its curvature is that of the correlation times what holds for two
 * signals of Gaussian noise, MI = -ln(1 - r2) / 2: right in shape, near enough in size to climb by.
 */
export class MutualInformation implements Metric {
  readonly name = 'mutual-information';
  readonly #moving: Projection;
  readonly #correlation: Correlation;
  readonly #low: number;
  readonly #scale: number;
  readonly #fixedBins: Int32Array;
  readonly #joint = new Float64Array(bins * bins);
  readonly #fixedSums = new Float64Array(bins);
  readonly #movingSums = new Float64Array(bins);

  constructor(points: SamplePoints, moving: Projection, [low, high]: HuWindow) {
    this.#moving = moving;
    this.#correlation = new Correlation(points, moving);
    this.#low = low;
    this.#scale = (bins - 2 * margin - 1) / (high - low);
    this.#fixedBins = new Int32Array(points.count);
    for (let n = 0; n < points.count; n++)
      this.#fixedBins[n] = Math.round((points.values[n]! - low) * this.#scale) + margin;
  }

  value(pose: Pose): { value: number; overlap: number } {
    const overlap = this.#moving.read(pose, false);
    this.#fill();
    return { value: this.#information(), overlap };
  }

  slope(pose: Pose): Slope {
    const near = this.#correlation.slope(pose);
    const weight = this.#fill();
    const value = this.#information();
    const gradient = new Float64Array(6);
    if (weight === 0) return { ...near, value, gradient };
    const [joint, sums] = [this.#joint, this.#movingSums];
    const { values, weights, jacobian } = this.#moving;
    for (let n = 0, at = 0; n < values.length; n++, at += 6) {
      const w = weights[n]!;
      if (w === 0) continue;
      const row = this.#fixedBins[n]! * bins;
      const place = (values[n]! - this.#low) * this.#scale + margin;
      const first = Math.floor(place) - 1;
      let pull = 0;
      for (let m = 0; m < 4; m++) {
        const p = joint[row + first + m]!;
        if (p <= 0) continue;
        pull += splineSlope(first + m - place) * Math.log(p / sums[first + m]!);
      }
      // The spline is read at bin minus place, so its slope by the value has the other sign.
      pull *= (-w * this.#scale) / weight;
      for (let a = 0; a < 6; a++) gradient[a]! += pull * jacobian[at + a]!;
    }
    const r = Math.min(0.995, Math.max(0.05, near.value));
    const factor = r / (1 - r * r);
    return {
      value,
      overlap: near.overlap,
      gradient,
      curvature: near.curvature.map((c) => c * factor),
    };
  }

  /** Joint histogram of what was read last, as shares; returns the points' weight. */
  #fill(): number {
    const [joint, sums] = [this.#joint, this.#movingSums];
    joint.fill(0);
    const { values, weights } = this.#moving;
    let weight = 0;
    for (let n = 0; n < values.length; n++) {
      const w = weights[n]!;
      if (w === 0) continue;
      weight += w;
      const place = (values[n]! - this.#low) * this.#scale + margin;
      const first = Math.floor(place) - 1;
      const to = this.#fixedBins[n]! * bins + first;
      const f = place - first - 1;
      const g = 1 - f;
      joint[to]! += (w * (g * g * g)) / 6;
      joint[to + 1]! += (w * (4 - 6 * f * f + 3 * f * f * f)) / 6;
      joint[to + 2]! += (w * (4 - 6 * g * g + 3 * g * g * g)) / 6;
      joint[to + 3]! += (w * (f * f * f)) / 6;
    }
    sums.fill(0);
    this.#fixedSums.fill(0);
    if (weight === 0) return 0;
    for (let f = 0, n = 0; f < bins; f++) {
      for (let m = 0; m < bins; m++, n++) {
        joint[n]! /= weight;
        sums[m]! += joint[n]!;
        this.#fixedSums[f]! += joint[n]!;
      }
    }
    return weight;
  }

  #information(): number {
    let sum = 0;
    for (let f = 0, n = 0; f < bins; f++) {
      for (let m = 0; m < bins; m++, n++) {
        const p = this.#joint[n]!;
        if (p > 0) sum += p * Math.log(p / (this.#fixedSums[f]! * this.#movingSums[m]!));
      }
    }
    return sum;
  }
}

/** Derivative of the cubic B-spline. */
function splineSlope(u: number): number {
  const a = Math.abs(u);
  if (a >= 2) return 0;
  const slope = a < 1 ? -2 * a + 1.5 * a * a : -0.5 * (2 - a) * (2 - a);
  return u < 0 ? -slope : slope;
}
