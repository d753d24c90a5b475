import type { Mesh } from '../../../studies/cardiac/surfaces/mesh.ts';
import { surfaceNets } from '../../../studies/cardiac/surfaces/surface-nets.ts';
import {
  cross,
  dot,
  voxelToPatient,
  type VolumeGeometry,
} from '../../../studies/volume/geometry.ts';

/**
 * The zero level of a field as a closed mesh in patient LPS mm, its triangles facing outwards.
 * @param field columns fastest, positive inside; its border must not be positive
 */
export function fieldMesh(field: Float32Array, geometry: VolumeGeometry): Mesh {
  const { points, triangles } = surfaceNets(field, geometry.dims);
  for (let at = 0; at < points.length; at += 3)
    points.set(voxelToPatient(geometry, [points[at]!, points[at + 1]!, points[at + 2]!]), at);
  const [i, j, k] = geometry.axes;
  return { points, triangles: dot(cross(i, j), k) > 0 ? triangles : triangles.toReversed() };
}
