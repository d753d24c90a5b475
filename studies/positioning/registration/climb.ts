import type { Freedom } from './freedom.ts';
import { solved } from './linear.ts';
import type { Metric, Slope } from './metric.ts';
import { stepped, type Pose } from './pose.ts';

export interface Climbed {
  readonly pose: Pose;
  readonly value: number;
  readonly overlap: number;
  readonly steps: number;
}

export interface ClimbLimits {
  readonly steps: number;
  /** Ends when a step moves the pivot and the body's skin by less. */
  readonly endMm: number;
  /** No single step is longer. */
  readonly stepMm: number;
  /** A pose that keeps less of the sample points is worth nothing. */
  readonly leastOverlap: number;
}

/** Distance from the pivot at which turns are counted as millimetres. */
const armMm = 100;

/** How far a measured curvature may differ from the metric's own. */
const leastScale = 0.05;
const mostScale = 20;

/**
 * Levenberg-Marquardt upwards: damped Newton steps, taken back when they do not climb. A metric's
 * curvature may be right in shape and wrong in size, so its size is taken from how the gradient changed
 * along the last step (Barzilai and Borwein, IMA J. Numer. Anal. 8, 1988).
 */
export function climb(metric: Metric, start: Pose, freedom: Freedom, limits: ClimbLimits): Climbed {
  let pose = start;
  let slope = metric.slope(pose);
  let damping = 1e-3;
  let size = 1;
  let steps = 0;
  while (steps < limits.steps && slope.overlap >= limits.leastOverlap) {
    steps++;
    const step = damped(slope, freedom, damping, size);
    if (step === null) break;
    const long = lengthMm(step);
    const scale = Math.min(1, limits.stepMm / Math.max(long, 1e-9));
    const next = along(pose, step, scale);
    const there = metric.slope(next);
    size = measuredSize(slope, there, step, scale) ?? size;
    if (there.value > slope.value && there.overlap >= limits.leastOverlap) {
      [pose, slope] = [next, there];
      damping = Math.max(1e-6, damping / 5);
      if (long * scale < limits.endMm) break;
    } else {
      if (long * scale < limits.endMm) break;
      damping = Math.max(damping * 8, 1e-2);
      if (damping > 1e6) break;
    }
  }
  return { pose, value: slope.value, overlap: slope.overlap, steps };
}

/** The step of six, or null where the volume says nothing about some direction. */
function damped(slope: Slope, freedom: Freedom, damping: number, size: number): number[] | null {
  const { gradient, matrix } = reducedTo(slope, freedom);
  const n = freedom.length;
  for (let a = 0; a < n; a++) matrix[a * n + a]! *= 1 + damping;
  for (let a = 0; a < matrix.length; a++) matrix[a]! *= size;
  const small = solved(matrix, gradient);
  if (small === null) return null;
  return [0, 1, 2, 3, 4, 5].map((c) =>
    freedom.reduce((sum, direction, a) => sum + direction[c]! * small[a]!, 0),
  );
}

/** Curvature along a step by the change of the gradient, over the metric's own; null where it bends upwards. */
function measuredSize(
  here: Slope,
  there: Slope,
  step: readonly number[],
  scale: number,
): number | null {
  let [measured, own] = [0, 0];
  for (let a = 0; a < 6; a++) {
    measured += (here.gradient[a]! - there.gradient[a]!) * step[a]! * scale;
    for (let b = 0; b < 6; b++)
      own += step[a]! * here.curvature[a * 6 + b]! * step[b]! * scale * scale;
  }
  if (!(own > 0) || !(measured > 0)) return null;
  return Math.min(mostScale, Math.max(leastScale, measured / own));
}

/** Gradient and curvature along the directions of a model. */
export function reducedTo({ gradient, curvature }: Slope, freedom: Freedom) {
  const n = freedom.length;
  const matrix = new Float64Array(n * n);
  freedom.forEach((p, a) =>
    freedom.forEach((q, b) => {
      let sum = 0;
      for (let i = 0; i < 6; i++)
        for (let j = 0; j < 6; j++) sum += p[i]! * curvature[i * 6 + j]! * q[j]!;
      matrix[a * n + b] = sum;
    }),
  );
  return {
    gradient: freedom.map((p) => p.reduce((sum, value, i) => sum + value * gradient[i]!, 0)),
    matrix,
  };
}

function lengthMm(step: readonly number[]): number {
  return (
    Math.hypot(step[0]!, step[1]!, step[2]!) + armMm * Math.hypot(step[3]!, step[4]!, step[5]!)
  );
}

function along(pose: Pose, step: readonly number[], scale: number): Pose {
  const of = (n: number) => step[n]! * scale;
  return stepped(pose, [of(0), of(1), of(2)], [of(3), of(4), of(5)]);
}
