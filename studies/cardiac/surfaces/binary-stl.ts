import { cross, length, normalise, type Vector3 } from '../../volume/geometry.ts';
import { minus } from '../planes/vectors.ts';
import type { Mesh } from './mesh.ts';

/** 80 characters at most; must not begin with "solid", which would announce the text format. */
const said = 'Sparrow: DERIVED heart surfaces, partly made between slices. mm, patient LPS.';
const headBytes = 84;
const triangleBytes = 50;

/**
 * Meshes as one binary STL file: 80 bytes of header that call it derived, in mm and in patient LPS,
 * the number of triangles, and 50 bytes for each (normal, three corners, two unused bytes),
 * little-endian.
 */
export function binaryStl(meshes: readonly Mesh[]): Uint8Array {
  const count = meshes.reduce((sum, { triangles }) => sum + triangles.length / 3, 0);
  const bytes = new Uint8Array(headBytes + triangleBytes * count);
  for (let n = 0; n < said.length; n++) bytes[n] = said.charCodeAt(n);
  const view = new DataView(bytes.buffer);
  view.setUint32(80, count, true);
  let at = headBytes;
  for (const { points, triangles } of meshes) {
    const cornerOf = (corner: number): Vector3 => {
      const from = triangles[corner]! * 3;
      return [points[from]!, points[from + 1]!, points[from + 2]!];
    };
    for (let t = 0; t < triangles.length; t += 3) {
      const [a, b, c] = [cornerOf(t), cornerOf(t + 1), cornerOf(t + 2)];
      [normalOf(a, b, c), a, b, c].forEach((vector, n) =>
        vector.forEach((value, axis) => view.setFloat32(at + 12 * n + 4 * axis, value, true)),
      );
      at += triangleBytes;
    }
  }
  return bytes;
}

/** Outwards; nil for a triangle without area, as readers expect. */
function normalOf(a: Vector3, b: Vector3, c: Vector3): Vector3 {
  const across = cross(minus(b, a), minus(c, a));
  return length(across) > 0 ? normalise(across) : across;
}
