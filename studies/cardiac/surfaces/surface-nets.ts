/** A closed mesh in the index space of its field. */
export interface IndexMesh {
  /** i, j, k per point, fractional. */
  readonly points: Float32Array;
  /** Three point numbers per triangle, counter-clockwise from outside where i, j, k are right-handed. */
  readonly triangles: Uint32Array;
}

/**
 * Where a field passes zero, by naive surface nets (Gibson, MICCAI 1998): one point in every cell
 * that the surface passes, at the mean of the crossings of the cell's edges; two triangles across
 * every crossed grid edge. The border must not be positive: then the mesh is closed.
 * @param field i fastest, then j, then k; positive inside
 */
export function surfaceNets(
  field: Float32Array,
  [nx, ny, nz]: readonly [number, number, number],
): IndexMesh {
  const steps = [1, nx, nx * ny] as const;
  const cells = new Int32Array(field.length).fill(-1);
  const points: number[] = [];
  for (let k = 0; k < nz - 1; k++)
    for (let j = 0; j < ny - 1; j++)
      for (let i = 0, at = (k * ny + j) * nx; i < nx - 1; i++, at++) {
        if (!passed(field, at, steps[1], steps[2])) continue;
        cells[at] = points.length / 3;
        const [x, y, z] = meanCrossing(field, at, steps);
        points.push(i + x, j + y, k + z);
      }
  return {
    points: Float32Array.from(points),
    triangles: Uint32Array.from(trianglesOf(field, cells, steps)),
  };
}

function trianglesOf(
  field: Float32Array,
  cells: Int32Array,
  steps: readonly [number, number, number],
): number[] {
  const triangles: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    const along = steps[axis]!;
    const s = steps[(axis + 1) % 3]!;
    const t = steps[(axis + 2) % 3]!;
    for (let at = s + t; at + along < field.length; at++) {
      const inside = field[at]! > 0;
      if (field[at + along]! > 0 === inside) continue;
      const a = cells[at]!;
      const c = cells[at - s - t]!;
      // Seen from the axis's end, at, at - s, at - s - t, at - t run counter-clockwise.
      const b = cells[inside ? at - s : at - t]!;
      const d = cells[inside ? at - t : at - s]!;
      triangles.push(a, b, c, a, c, d);
    }
  }
  return triangles;
}

/** Whether a cell's corners lie on both sides. */
function passed(field: Float32Array, at: number, row: number, slice: number): boolean {
  const first = field[at]! > 0;
  return (
    field[at + 1]! > 0 !== first ||
    field[at + row]! > 0 !== first ||
    field[at + row + 1]! > 0 !== first ||
    field[at + slice]! > 0 !== first ||
    field[at + slice + 1]! > 0 !== first ||
    field[at + slice + row]! > 0 !== first ||
    field[at + slice + row + 1]! > 0 !== first
  );
}

/** The twelve edges of a cell: the corner each begins at (bits: i 1, j 2, k 4) and its axis. */
const edges = [0, 1, 2].flatMap((axis) =>
  [0, 1, 2, 3, 4, 5, 6, 7].flatMap((corner) => (corner & (1 << axis) ? [] : [{ corner, axis }])),
);

function meanCrossing(
  field: Float32Array,
  at: number,
  [, row, slice]: readonly [number, number, number],
): [number, number, number] {
  const valueAt = (corner: number) =>
    field[at + (corner & 1) + ((corner >> 1) & 1) * row + (corner >> 2) * slice]!;
  const sum: [number, number, number] = [0, 0, 0];
  let crossed = 0;
  for (const { corner, axis } of edges) {
    const [from, to] = [valueAt(corner), valueAt(corner | (1 << axis))];
    if (from > 0 === to > 0) continue;
    crossed++;
    for (const a of [0, 1, 2] as const)
      sum[a] += a === axis ? from / (from - to) : (corner >> a) & 1;
  }
  return [sum[0] / crossed, sum[1] / crossed, sum[2] / crossed];
}
