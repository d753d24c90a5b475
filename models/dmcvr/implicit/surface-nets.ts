import type { Mesh } from '../../../studies/cardiac/surfaces/mesh.ts';
import { voxelToPatient, type VolumeGeometry } from '../../../studies/volume/geometry.ts';

/**
 * The zero level of a field on a grid as a closed mesh in patient LPS mm: naive surface nets (Gibson
 * 1998), a dual method as OReX's. One point in each cell that the surface passes, at the mean of the
 * crossings of its edges; two triangles across each crossed edge. Values on the grid's border count as
 * outside, so the mesh always closes.
 * @param field columns fastest, positive inside; its border must not be positive
 */
export function surfaceNets(field: Float32Array, geometry: VolumeGeometry): Mesh {
  const [nx, ny, nz] = geometry.dims;
  const stride = [1, nx, nx * ny] as const;
  const numbers = new Int32Array(field.length).fill(-1);
  const points: number[] = [];
  for (let k = 0; k < nz - 1; k++)
    for (let j = 0; j < ny - 1; j++)
      for (let i = 0; i < nx - 1; i++) {
        const at = i + j * nx + k * nx * ny;
        const middle = meanCrossing(field, at, stride);
        if (middle === null) continue;
        numbers[at] = points.length / 3;
        const index = [i + middle[0], j + middle[1], k + middle[2]] as const;
        points.push(...voxelToPatient(geometry, index));
      }
  const triangles: number[] = [];
  const flipped = leftHanded(geometry);
  for (let at = 0; at < field.length; at++) {
    const inside = field[at]! > 0;
    for (let axis = 0; axis < 3; axis++) {
      const next = at + stride[axis]!;
      if (next >= field.length || field[next]! > 0 === inside) continue;
      const [s, t] = [stride[(axis + 1) % 3]!, stride[(axis + 2) % 3]!];
      const quad = [at, at - s, at - s - t, at - t].map((cell) => numbers[cell] ?? -1);
      if (quad.some((number) => number < 0)) continue;
      if (inside === flipped) quad.reverse();
      triangles.push(quad[0]!, quad[1]!, quad[2]!, quad[0]!, quad[2]!, quad[3]!);
    }
  }
  return { points: Float32Array.from(points), triangles: Uint32Array.from(triangles) };
}

/** Twelve edges of a cell: the corner they begin at (bits: x 1, y 2, z 4) and their axis. */
const edges = [0, 1, 2].flatMap((axis) =>
  [0, 1, 2, 3, 4, 5, 6, 7].flatMap((corner) => (corner & (1 << axis) ? [] : [{ corner, axis }])),
);

/** Mean of where the surface crosses the edges of the cell at `at`, 0..1 of it; null: nowhere. */
function meanCrossing(
  field: Float32Array,
  at: number,
  stride: readonly [number, number, number],
): readonly [number, number, number] | null {
  const values = corners;
  let inside = 0;
  for (let c = 0; c < 8; c++) {
    const value = field[at + (c & 1) + ((c >> 1) & 1) * stride[1] + (c >> 2) * stride[2]]!;
    values[c] = value;
    if (value > 0) inside++;
  }
  if (inside === 0 || inside === 8) return null;
  const sum = [0, 0, 0];
  let crossed = 0;
  for (const { corner, axis } of edges) {
    const from = values[corner]!;
    const to = values[corner | (1 << axis)]!;
    if (from > 0 === to > 0) continue;
    crossed++;
    for (let a = 0; a < 3; a++) sum[a]! += a === axis ? from / (from - to) : (corner >> a) & 1;
  }
  return [sum[0]! / crossed, sum[1]! / crossed, sum[2]! / crossed];
}

const corners = new Float64Array(8);

function leftHanded({ axes: [i, j, k] }: VolumeGeometry): boolean {
  const facing =
    k[0] * (i[1] * j[2] - i[2] * j[1]) +
    k[1] * (i[2] * j[0] - i[0] * j[2]) +
    k[2] * (i[0] * j[1] - i[1] * j[0]);
  return facing < 0;
}
