import { meshVolumeMl, type Mesh } from '../../../studies/cardiac/surfaces/mesh.ts';
import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { ClosestTriangle } from './closest-triangle.ts';
import { fieldMesh } from './field-mesh.ts';

/** How far two surfaces of one chamber lie apart. */
export interface Disagreement {
  /** Of the first surface from the second. */
  readonly there: SurfaceDistance;
  /** Of the second surface from the first. */
  readonly back: SurfaceDistance;
  /** First less second, mL. */
  readonly volumeMl: number;
}

/** Distances of one surface's points from another surface; mean and percentile by area. */
export interface SurfaceDistance {
  readonly meanMm: number;
  readonly p95Mm: number;
  /** One per point of the mesh, for colouring. */
  readonly perPointMm: Float32Array;
}

/** Null where one of them has no triangles. */
export function disagreement(first: Mesh, second: Mesh): Disagreement | null {
  if (first.triangles.length === 0 || second.triangles.length === 0) return null;
  return {
    there: distances(first, second),
    back: distances(second, first),
    volumeMl: meshVolumeMl(first) - meshVolumeMl(second),
  };
}

/**
 * The border of some classes of a label volume as a mesh, to be compared with another. Classes at the
 * volume's edge are closed one voxel outside it.
 * @param labels columns fastest, on `geometry`
 */
export function meshOfLabels(
  labels: ArrayLike<number>,
  geometry: VolumeGeometry,
  inside: (label: number) => boolean,
): Mesh {
  const [nx, ny, nz] = geometry.dims;
  const dims = [nx + 2, ny + 2, nz + 2] as const;
  const field = new Float32Array(dims[0] * dims[1] * dims[2]).fill(-1);
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++)
        if (inside(labels[at]!)) field[i + 1 + dims[0] * (j + 1 + dims[1] * (k + 1))] = 1;
  const { axes, spacingMm, originMm } = geometry;
  const first = (c: 0 | 1 | 2) =>
    originMm[c] - axes.reduce((sum, axis, a) => sum + axis[c] * spacingMm[a]!, 0);
  return fieldMesh(field, { ...geometry, dims, originMm: [first(0), first(1), first(2)] });
}

function distances(from: Mesh, to: Mesh): SurfaceDistance {
  const { points } = from;
  const closest = new ClosestTriangle(to);
  const perPointMm = new Float32Array(points.length / 3);
  for (let v = 0; v < perPointMm.length; v++)
    perPointMm[v] = closest.distanceMm(points[v * 3]!, points[v * 3 + 1]!, points[v * 3 + 2]!);
  const areas = pointAreas(from);
  const order = Uint32Array.from(perPointMm, (_, v) => v).sort(
    (a, b) => perPointMm[a]! - perPointMm[b]!,
  );
  const total = areas.reduce((a, b) => a + b, 0);
  let [sum, passed, p95Mm] = [0, 0, 0];
  for (const v of order) {
    sum += areas[v]! * perPointMm[v]!;
    if (passed < 0.95 * total) p95Mm = perPointMm[v]!;
    passed += areas[v]!;
  }
  return { meanMm: sum / total, p95Mm, perPointMm };
}

/** A third of each triangle to each of its corners, mm2. */
function pointAreas({ points: p, triangles }: Mesh): Float64Array {
  const areas = new Float64Array(p.length / 3);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]! * 3, triangles[t + 1]! * 3, triangles[t + 2]! * 3];
    const u = [0, 1, 2].map((i) => p[b + i]! - p[a + i]!) as [number, number, number];
    const v = [0, 1, 2].map((i) => p[c + i]! - p[a + i]!) as [number, number, number];
    const area =
      Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) /
      6;
    for (let i = 0; i < 3; i++) areas[triangles[t + i]!]! += area;
  }
  return areas;
}
