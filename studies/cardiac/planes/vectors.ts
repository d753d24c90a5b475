import { cross, dot, normalise, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';

/** The patient's usual direction of the heart's long axis, base to apex, LPS. */
export const usualLongAxis: Vector3 = normalise([0.56, -0.6, -0.57]);
/** The usual direction from the left ventricle towards the right. */
export const usualSeptal: Vector3 = normalise([-0.8, -0.55, 0.15]);

export function plus(p: LpsPoint, direction: Vector3, mm: number): LpsPoint {
  return [p[0] + mm * direction[0], p[1] + mm * direction[1], p[2] + mm * direction[2]];
}

export function minus(a: LpsPoint, b: LpsPoint): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function negative(a: Vector3): Vector3 {
  return [-a[0], -a[1], -a[2]];
}

/** What is left of `a` at a right angle to the unit vector `n`, made a unit vector. */
export function across(a: Vector3, n: Vector3): Vector3 {
  return normalise(plus(a, n, -dot(a, n)));
}

/** `a`, or its opposite where that points more along `b`. */
export function towards(a: Vector3, b: Vector3): Vector3 {
  return dot(a, b) < 0 ? negative(a) : a;
}

/** Angle between two lines, 0 to 90 degrees. */
export function lineAngleDeg(a: Vector3, b: Vector3): number {
  // The sine too: the arc cosine alone loses small angles.
  const c = cross(a, b);
  return (Math.atan2(Math.hypot(c[0], c[1], c[2]), Math.abs(dot(a, b))) * 180) / Math.PI;
}

/** Mean direction of lines whose ends carry no meaning: each is turned to agree with the first. */
export function meanLine(lines: readonly Vector3[]): Vector3 {
  const first = lines[0]!;
  const sum: [number, number, number] = [0, 0, 0];
  for (const line of lines) towards(line, first).forEach((c, n) => (sum[n]! += c));
  return normalise(sum);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which a share of the numbers lies; NaN for none. */
export function quantile(values: Float32Array | readonly number[], share: number): number {
  return quantiles(values, [share])[0]!;
}

/** The same for several shares, sorted once. */
export function quantiles(
  values: Float32Array | readonly number[],
  shares: readonly number[],
): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => {
    if (sorted.length === 0) return Number.NaN;
    const at = share * (sorted.length - 1);
    const low = Math.floor(at);
    const high = Math.min(sorted.length - 1, low + 1);
    return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
  });
}
