/** Inwards and back outwards; a pass band of 0.1 (Taubin, SIGGRAPH 1995). */
const factors = [0.5, -0.526] as const;

/**
 * Smooths a closed mesh without shrinking it: every round moves each point towards the mean of its
 * neighbours and then a little more away from it.
 * @param points x, y, z per point @returns new points, same triangles
 */
export function taubinSmoothed(
  points: Float32Array,
  triangles: Uint32Array,
  rounds: number,
): Float32Array {
  let smooth = Float64Array.from(points);
  for (let round = 0; round < rounds; round++)
    for (const factor of factors) smooth = movedToMeans(smooth, triangles, factor);
  return Float32Array.from(smooth);
}

/** In a closed mesh each point begins as many edges as it has neighbours, one to each. */
function movedToMeans(points: Float64Array, triangles: Uint32Array, factor: number) {
  const sums = new Float64Array(points.length);
  const counts = new Uint16Array(points.length / 3);
  for (let t = 0; t < triangles.length; t += 3)
    for (let corner = 0; corner < 3; corner++) {
      const from = triangles[t + corner]!;
      const to = triangles[corner === 2 ? t : t + corner + 1]! * 3;
      counts[from] = counts[from]! + 1;
      for (let c = 0; c < 3; c++) sums[from * 3 + c] = sums[from * 3 + c]! + points[to + c]!;
    }
  const moved = new Float64Array(points.length);
  for (let at = 0; at < points.length; at++) {
    const count = counts[Math.floor(at / 3)]!;
    const value = points[at]!;
    moved[at] = count === 0 ? value : value + factor * (sums[at]! / count - value);
  }
  return moved;
}
