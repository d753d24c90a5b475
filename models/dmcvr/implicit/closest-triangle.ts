import type { Mesh } from '../../../studies/cardiac/surfaces/mesh.ts';

const cellMm = 4;

/** Distances to a mesh: its triangles sorted into cells of 4 mm, searched outwards from the point. */
export class ClosestTriangle {
  readonly #mesh: Mesh;
  readonly #low: readonly number[];
  readonly #dims: readonly number[];
  /** Triangles of cell c: members[starts[c] .. starts[c + 1]]. */
  readonly #starts: Int32Array;
  readonly #members: Int32Array;

  /** The mesh must have triangles. */
  constructor(mesh: Mesh) {
    this.#mesh = mesh;
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    mesh.points.forEach((value, at) => {
      low[at % 3] = Math.min(low[at % 3]!, value);
      high[at % 3] = Math.max(high[at % 3]!, value);
    });
    this.#low = low;
    this.#dims = low.map((from, a) => Math.floor((high[a]! - from) / cellMm) + 1);
    const cells = this.#dims[0]! * this.#dims[1]! * this.#dims[2]!;
    this.#starts = new Int32Array(cells + 1);
    this.#eachCell((cell) => this.#starts[cell + 1]!++);
    for (let c = 0; c < cells; c++) this.#starts[c + 1]! += this.#starts[c]!;
    const filled = this.#starts.slice();
    this.#members = new Int32Array(filled[cells]!);
    this.#eachCell((cell, triangle) => (this.#members[filled[cell]!++] = triangle));
  }

  /** Distance from a point to the nearest place of the mesh, mm. */
  distanceMm(x: number, y: number, z: number): number {
    const [nx, ny, nz] = this.#dims as [number, number, number];
    const home = [x, y, z].map((value, a) => Math.floor((value - this.#low[a]!) / cellMm));
    let best = Infinity;
    // Cells of ring r lie at least (r - 1) cells away; the first rings of a far point are empty.
    const first = Math.max(...home.map((cell, a) => Math.max(-cell, cell - this.#dims[a]! + 1)), 0);
    for (let ring = first; best > ((ring - 1) * cellMm) ** 2 || ring <= first; ring++) {
      const [i0, i1] = within(home[0]!, ring, nx);
      const [j0, j1] = within(home[1]!, ring, ny);
      const [k0, k1] = within(home[2]!, ring, nz);
      for (let k = k0; k <= k1; k++)
        for (let j = j0; j <= j1; j++)
          for (let i = i0; i <= i1; i++) {
            const away = Math.max(
              Math.abs(i - home[0]!),
              Math.abs(j - home[1]!),
              Math.abs(k - home[2]!),
            );
            if (away !== ring) continue;
            best = this.#nearestIn(i + nx * (j + ny * k), x, y, z, best);
          }
    }
    return Math.sqrt(best);
  }

  #nearestIn(cell: number, x: number, y: number, z: number, known: number): number {
    let best = known;
    const { points, triangles } = this.#mesh;
    for (let m = this.#starts[cell]!; m < this.#starts[cell + 1]!; m++) {
      const t = this.#members[m]! * 3;
      const a = triangles[t]! * 3;
      const square = squareToTriangle(
        points,
        a,
        triangles[t + 1]! * 3,
        triangles[t + 2]! * 3,
        x,
        y,
        z,
      );
      if (square < best) best = square;
    }
    return best;
  }

  #eachCell(found: (cell: number, triangle: number) => void): void {
    const { points, triangles } = this.#mesh;
    const [nx, ny] = this.#dims as [number, number, number];
    for (let t = 0; t < triangles.length; t += 3) {
      const [low, high] = [
        [0, 0, 0],
        [0, 0, 0],
      ];
      for (let a = 0; a < 3; a++) {
        const values = [0, 1, 2].map((c) => points[triangles[t + c]! * 3 + a]! - this.#low[a]!);
        low[a] = Math.floor(Math.min(...values) / cellMm);
        high[a] = Math.floor(Math.max(...values) / cellMm);
      }
      for (let k = low[2]!; k <= high[2]!; k++)
        for (let j = low[1]!; j <= high[1]!; j++)
          for (let i = low[0]!; i <= high[0]!; i++) found(i + nx * (j + ny * k), t / 3);
    }
  }
}

function within(home: number, ring: number, count: number): [number, number] {
  return [Math.max(0, home - ring), Math.min(count - 1, home + ring)];
}

/** Squared distance of a point to a triangle by the regions of its corners and sides (Ericson 2005, 5.1.5). */
function squareToTriangle(
  p: Float32Array,
  a: number,
  b: number,
  c: number,
  x: number,
  y: number,
  z: number,
): number {
  const ax = p[a]!;
  const ay = p[a + 1]!;
  const az = p[a + 2]!;
  const ux = p[b]! - ax;
  const uy = p[b + 1]! - ay;
  const uz = p[b + 2]! - az;
  const vx = p[c]! - ax;
  const vy = p[c + 1]! - ay;
  const vz = p[c + 2]! - az;
  const wx = x - ax;
  const wy = y - ay;
  const wz = z - az;
  const uu = ux * ux + uy * uy + uz * uz;
  const uv = ux * vx + uy * vy + uz * vz;
  const vv = vx * vx + vy * vy + vz * vz;
  const d1 = ux * wx + uy * wy + uz * wz;
  const d2 = vx * wx + vy * wy + vz * wz;
  const d3 = d1 - uu;
  const d4 = d2 - uv;
  const d5 = d1 - uv;
  const d6 = d2 - vv;
  const va = d3 * d6 - d5 * d4;
  const vb = d5 * d2 - d1 * d6;
  const vc = d1 * d4 - d3 * d2;
  let s = 0;
  let t = 0;
  if (d1 <= 0 && d2 <= 0) {
    // Nearest to the first corner.
  } else if (d3 >= 0 && d4 <= d3) s = 1;
  else if (d6 >= 0 && d5 <= d6) t = 1;
  else if (vc <= 0 && d1 >= 0 && d3 <= 0) s = d1 / (d1 - d3);
  else if (vb <= 0 && d2 >= 0 && d6 <= 0) t = d2 / (d2 - d6);
  else if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    t = (d4 - d3) / (d4 - d3 + d5 - d6);
    s = 1 - t;
  } else {
    s = vb / (va + vb + vc);
    t = vc / (va + vb + vc);
  }
  const ex = wx - s * ux - t * vx;
  const ey = wy - s * uy - t * vy;
  const ez = wz - s * uz - t * vz;
  return ex * ex + ey * ey + ez * ez;
}
