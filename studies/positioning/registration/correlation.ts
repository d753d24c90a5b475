import type { Metric, Slope } from './metric.ts';
import type { Pose } from './pose.ts';
import type { Projection } from './projection.ts';
import type { SamplePoints } from './sample-points.ts';

/** Less than this in all points together, HU, is rounding. */
const flat = 1e-3;

/**
 * Normalised cross-correlation, with the Gauss-Newton curvature of the enhanced correlation
 * coefficient (Evangelidis and Psarakis, IEEE TPAMI 30, 2008): brightness and contrast drop out of
 * the fit. NaN-free: without contrast it is 0.
 */
export class Correlation implements Metric {
  readonly name = 'correlation';
  readonly #points: SamplePoints;
  readonly #moving: Projection;

  constructor(points: SamplePoints, moving: Projection) {
    this.#points = points;
    this.#moving = moving;
  }

  value(pose: Pose): { value: number; overlap: number } {
    const overlap = this.#moving.read(pose, false);
    return { value: this.#moments().correlation, overlap };
  }

  slope(pose: Pose): Slope {
    const overlap = this.#moving.read(pose, true);
    const { correlation, fMean, gMean, fNorm, gNorm, weight } = this.#moments();
    const gradient = new Float64Array(6);
    const curvature = new Float64Array(36);
    if (fNorm < flat || gNorm < flat) return { value: 0, overlap, gradient, curvature };
    const { values, weights, jacobian } = this.#moving;
    const fixed = this.#points.values;
    const [mean, along] = [new Float64Array(6), new Float64Array(6)];
    for (let n = 0, at = 0; n < values.length; n++, at += 6) {
      const w = weights[n]!;
      if (w === 0) continue;
      const g = (values[n]! - gMean) / gNorm;
      const pull = (fixed[n]! - fMean) / fNorm - correlation * g;
      for (let a = 0; a < 6; a++) {
        const wj = w * jacobian[at + a]!;
        gradient[a]! += wj * pull;
        mean[a]! += wj;
        along[a]! += wj * g;
        for (let b = a; b < 6; b++) curvature[a * 6 + b]! += wj * jacobian[at + b]!;
      }
    }
    for (let a = 0; a < 6; a++) {
      gradient[a]! /= gNorm;
      for (let b = a; b < 6; b++) {
        const plain =
          curvature[a * 6 + b]! - (mean[a]! * mean[b]!) / weight - along[a]! * along[b]!;
        curvature[a * 6 + b] = curvature[b * 6 + a] = plain / (gNorm * gNorm);
      }
    }
    return { value: correlation, overlap, gradient, curvature };
  }

  #moments() {
    const { values, weights } = this.#moving;
    const fixed = this.#points.values;
    let [weight, f, g] = [0, 0, 0];
    for (let n = 0; n < values.length; n++) {
      const w = weights[n]!;
      if (w === 0) continue;
      weight += w;
      f += w * fixed[n]!;
      g += w * values[n]!;
    }
    const [fMean, gMean] = weight > 0 ? [f / weight, g / weight] : [0, 0];
    let [ff, gg, fg] = [0, 0, 0];
    for (let n = 0; n < values.length; n++) {
      const w = weights[n]!;
      if (w === 0) continue;
      const a = fixed[n]! - fMean;
      const b = values[n]! - gMean;
      ff += w * a * a;
      gg += w * b * b;
      fg += w * a * b;
    }
    const [fNorm, gNorm] = [Math.sqrt(ff), Math.sqrt(gg)];
    const correlation = fNorm > flat && gNorm > flat ? fg / (fNorm * gNorm) : 0;
    return { correlation, weight, fMean, gMean, fNorm, gNorm };
  }
}
