/** A closed triangle mesh in patient LPS mm. */
export interface Mesh {
  /** x, y, z per point. */
  readonly points: Float32Array;
  /** Three point numbers per triangle, counter-clockwise from outside. */
  readonly triangles: Uint32Array;
}

/** Enclosed volume in mL by the divergence theorem; positive for outward triangles. */
export function meshVolumeMl(mesh: Mesh): number {
  const { points: p, triangles } = mesh;
  let six = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    six +=
      p[a]! * (p[b + 1]! * p[c + 2]! - p[b + 2]! * p[c + 1]!) +
      p[a + 1]! * (p[b + 2]! * p[c]! - p[b]! * p[c + 2]!) +
      p[a + 2]! * (p[b]! * p[c + 1]! - p[b + 1]! * p[c]!);
  }
  return six / 6000;
}
