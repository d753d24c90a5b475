import {
  voxelsOf,
  type AttenuationGrid,
  type CircularGeometry,
  type GridFrame,
} from '../circular-geometry.ts';

type Point = readonly [number, number, number];

/** An ellipsoid, or an elliptic cylinder along z, turned about z; solids add up where they overlap. */
export interface Solid {
  readonly kind: 'ellipsoid' | 'cylinder';
  readonly centreMm: Point;
  /** Half axes; a cylinder's last is half its length. */
  readonly halfMm: Point;
  readonly turnDeg?: number;
  /** Attenuation it adds, 1/mm. */
  readonly mu: number;
}

/**
 * Exact line integrals [view][u][v] of solids. The ray's ends are written out from the convention of
 * circular-geometry.ts, apart from the code under test.
 */
export function exactProjections(solids: readonly Solid[], geometry: CircularGeometry) {
  const { detectorColumns: columns, detectorRows: rows, pixelMm } = geometry;
  const { sourceAxisMm: sad, sourceDetectorMm: sdd, isocentreMm: iso } = geometry;
  const out = new Float32Array(geometry.anglesDeg.length * columns * rows);
  let n = 0;
  geometry.anglesDeg.forEach((degrees, view) => {
    const a = (degrees * Math.PI) / 180;
    const [du, dv] = geometry.detectorOffsetsMm?.[view] ?? [0, 0];
    const [su, sv] = geometry.sourceOffsetsMm?.[view] ?? [0, 0];
    const at = (towardsSource: number, u: number, v: number): Point => [
      iso[0] + towardsSource * Math.sin(a) + u * Math.cos(a),
      iso[1] - towardsSource * Math.cos(a) + u * Math.sin(a),
      iso[2] + v,
    ];
    const source = at(sad, su, sv);
    for (let column = 0; column < columns; column++)
      for (let row = 0; row < rows; row++) {
        const u = (column - (columns - 1) / 2) * pixelMm[0] + du;
        const v = (row - (rows - 1) / 2) * pixelMm[1] + dv;
        const pixel = at(sad - sdd, u, v);
        for (const solid of solids) out[n]! += solid.mu * chordMm(solid, source, pixel);
        n++;
      }
  });
  return out;
}

/** Length of the line through two points within a solid. */
export function chordMm(solid: Solid, from: Point, to: Point): number {
  const p = inUnits(solid, from);
  const q = inUnits(solid, to);
  const d = [q[0] - p[0], q[1] - p[1], q[2] - p[2]] as const;
  const third = solid.kind === 'ellipsoid' ? 1 : 0;
  const a = d[0] ** 2 + d[1] ** 2 + third * d[2] ** 2;
  const b = p[0] * d[0] + p[1] * d[1] + third * p[2] * d[2];
  const c = p[0] ** 2 + p[1] ** 2 + third * p[2] ** 2 - 1;
  const root = b * b - a * c;
  if (root <= 0) return 0;
  let [enter, leave] = [(-b - Math.sqrt(root)) / a, (-b + Math.sqrt(root)) / a];
  if (solid.kind === 'cylinder') {
    const ends = [(-1 - p[2]) / d[2], (1 - p[2]) / d[2]];
    if (d[2] === 0 && Math.abs(p[2]) > 1) return 0;
    if (d[2] !== 0) {
      enter = Math.max(enter, Math.min(...ends));
      leave = Math.min(leave, Math.max(...ends));
    }
  }
  const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
  return Math.max(0, leave - enter) * length;
}

/** The point where the solid is the unit ball, or the unit cylinder. */
function inUnits({ centreMm, halfMm, turnDeg = 0 }: Solid, point: Point): Point {
  const turn = (turnDeg * Math.PI) / 180;
  const [x, y, z] = [point[0] - centreMm[0], point[1] - centreMm[1], point[2] - centreMm[2]];
  return [
    (x * Math.cos(turn) + y * Math.sin(turn)) / halfMm[0],
    (y * Math.cos(turn) - x * Math.sin(turn)) / halfMm[1],
    z / halfMm[2],
  ];
}

/** Solids on a grid; voxels hold the mean of `fine` cubed samples. */
export function voxelised(solids: readonly Solid[], frame: GridFrame, fine = 3): AttenuationGrid {
  const [nx, ny, nz] = frame.counts;
  const mu = new Float32Array(voxelsOf(frame));
  const subs = Array.from({ length: fine }, (_, n) => (n + 0.5) / fine - 0.5);
  const place = (axis: 0 | 1 | 2, n: number) => frame.originMm[axis] + n * frame.spacingMm[axis];
  for (const solid of solids) {
    // In the solid's own units no point of a voxel is further than this from its middle.
    const reach = Math.hypot(...frame.spacingMm) / 2 / Math.min(...solid.halfMm);
    for (let x = 0, n = 0; x < nx; x++)
      for (let y = 0; y < ny; y++)
        for (let z = 0; z < nz; z++, n++) {
          const depth = depthWithin(solid, [place(0, x), place(1, y), place(2, z)]);
          if (depth < -reach) continue;
          mu[n]! += solid.mu * (depth > reach ? 1 : share(solid, [x, y, z]));
        }
  }
  return { ...frame, mu };

  function share(solid: Solid, [x, y, z]: Point): number {
    let inside = 0;
    for (const i of subs)
      for (const j of subs)
        for (const k of subs) {
          if (depthWithin(solid, [place(0, x + i), place(1, y + j), place(2, z + k)]) > 0) inside++;
        }
    return inside / fine ** 3;
  }
}

/** How far within the surface a point lies, in the solid's own units; negative outside. */
function depthWithin(solid: Solid, point: Point): number {
  const [x, y, z] = inUnits(solid, point);
  if (solid.kind === 'ellipsoid') return 1 - Math.hypot(x, y, z);
  return 1 - Math.max(Math.hypot(x, y), Math.abs(z));
}

/** A grid of cubic voxels about a point. */
export function gridAbout(
  counts: readonly [number, number, number],
  mm: number,
  centre: Point = [0, 0, 0],
): GridFrame {
  const first = (axis: 0 | 1 | 2) => centre[axis] - ((counts[axis] - 1) / 2) * mm;
  return { counts, spacingMm: [mm, mm, mm], originMm: [first(0), first(1), first(2)] };
}
