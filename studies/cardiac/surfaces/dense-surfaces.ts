import type { DenseGrid } from '../../library/dense-records.ts';
import { cross, dot } from '../../volume/geometry.ts';
import { maskOf } from '../contours/morphology.ts';
import { chamberClasses } from '../dense/signed-distance.ts';
import type { HeartSurfaces } from './heart-surfaces.ts';
import { isoField, isoStepMm } from './iso-field.ts';
import { keepLargestBody } from './largest-body.ts';
import type { Mesh } from './mesh.ts';
import { surfaceNets } from './surface-nets.ts';
import { taubinSmoothed } from './taubin.ts';

const smoothingRounds = 10;

/**
 * Closed surfaces of one phase of a dense label volume, patient LPS: LV cavity, LV epicardium (the
 * cavity counted in), RV cavity. Flat where the outermost voxels end. Null: not shown.
 * @param labels classes of models/dmcvr/CONTRACT.md, i fastest, then j, then planes
 */
export function denseSurfaces(labels: Uint8Array, grid: DenseGrid): HeartSurfaces {
  return {
    lvCavity: denseSurface(labels, grid, chamberClasses.lvCavity),
    lvEpicardium: denseSurface(labels, grid, chamberClasses.lvEpicardium),
    rvCavity: denseSurface(labels, grid, chamberClasses.rvCavity),
  };
}

/** The same of the union of some classes: its largest body. */
export function denseSurface(
  labels: Uint8Array,
  grid: DenseGrid,
  classes: readonly number[],
): Mesh | null {
  const mask = maskOf(labels, classes);
  keepLargestBody(mask, grid.dims, 0);
  const field = isoField(mask, grid.dims, grid.spacingMm);
  if (field === null) return null;
  // Smoothing may part what hung together by a corner.
  keepLargestBody(field.values, field.dims, -isoStepMm);
  const { points, triangles } = surfaceNets(field.values, field.dims);
  if (triangles.length === 0) return null;
  const smooth = taubinSmoothed(points, triangles, smoothingRounds);
  return { points: inPatient(smooth, field.firstMm, grid), triangles: facingOut(triangles, grid) };
}

function inPatient(
  points: Float32Array,
  firstMm: readonly [number, number, number],
  { originMm, u, v, n, dims, spacingMm }: DenseGrid,
): Float32Array {
  // Smoothing lifts the rim of a flat end a little over it: back to where the voxels end.
  const within = (mm: number, a: 0 | 1 | 2) =>
    Math.min((dims[a] - 0.5) * spacingMm[a], Math.max(-0.5 * spacingMm[a], mm));
  const placed = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += 3) {
    const x = within(firstMm[0] + points[at]! * isoStepMm, 0);
    const y = within(firstMm[1] + points[at + 1]! * isoStepMm, 1);
    const z = within(firstMm[2] + points[at + 2]! * isoStepMm, 2);
    for (const c of [0, 1, 2] as const)
      placed[at + c] = originMm[c] + x * u[c] + y * v[c] + z * n[c];
  }
  return placed;
}

/** Right, down and base to apex are left-handed: there triangles must be turned. */
function facingOut(triangles: Uint32Array, { u, v, n }: DenseGrid): Uint32Array {
  if (dot(cross(u, v), n) > 0) return triangles;
  const turned = triangles.slice();
  for (let t = 0; t < turned.length; t += 3) {
    turned[t + 1] = triangles[t + 2]!;
    turned[t + 2] = triangles[t + 1]!;
  }
  return turned;
}

/** Volume of the voxels of some classes, mL. */
export function voxelVolumeMl(
  labels: Uint8Array,
  { spacingMm }: Pick<DenseGrid, 'spacingMm'>,
  classes: readonly number[],
): number {
  let voxels = 0;
  for (const inside of maskOf(labels, classes)) voxels += inside;
  return (voxels * spacingMm[0] * spacingMm[1] * spacingMm[2]) / 1000;
}
