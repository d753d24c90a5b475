import type { Mesh } from '../../../../studies/cardiac/surfaces/mesh.ts';
import { cross, normalise, type Vector3 } from '../../../../studies/volume/geometry.ts';
import type { LabelledPlane } from '../contour-samples.ts';
import { fieldMesh } from '../field-mesh.ts';

/** A solid by a function of patient mm that is positive inside. */
export type Solid = (x: number, y: number, z: number) => number;

export const sphere =
  (radius: number): Solid =>
  (x, y, z) =>
    radius - Math.hypot(x, y, z);

/** Half a spheroid from z = 0 up; near its surface about a distance. */
export const halfSpheroid =
  (across: number, along: number): Solid =>
  (x, y, z) => {
    const rho = Math.hypot(x / across, y / across, z / along);
    const slope =
      Math.hypot(x / across ** 2, y / across ** 2, z / along ** 2) / Math.max(rho, 1e-9);
    return Math.min(z, (1 - rho) / Math.max(slope, 1e-9));
  };

/** Without ends, its axis in the plane y = 0, leaning from z towards x. */
export const leaningCylinder = (radius: number, degrees: number): Solid => {
  const angle = (degrees * Math.PI) / 180;
  return (x, y, z) => radius - Math.hypot(x * Math.cos(angle) - z * Math.sin(angle), y);
};

/** Label 1 inside; `centre` in the middle of 96 x 96 pixels of 1.5 mm. */
export function planeOf(
  solid: Solid,
  centre: Vector3,
  row: Vector3,
  column: Vector3,
): LabelledPlane {
  const pixels = 96;
  const mm = 1.5;
  const at = (i: number, j: number, c: 0 | 1 | 2) =>
    centre[c] + ((i - (pixels - 1) / 2) * row[c] + (j - (pixels - 1) / 2) * column[c]) * mm;
  const labels = new Uint8Array(pixels * pixels);
  for (let j = 0, k = 0; j < pixels; j++)
    for (let i = 0; i < pixels; i++, k++)
      labels[k] = solid(at(i, j, 0), at(i, j, 1), at(i, j, 2)) > 0 ? 1 : 0;
  const plane = {
    originMm: [at(0, 0, 0), at(0, 0, 1), at(0, 0, 2)],
    row: [...row],
    column: [...column],
    spacingMm: [mm, mm],
    dims: [pixels, pixels],
  };
  return { plane, labels };
}

/** Planes across z. */
export function stackOf(solid: Solid, zMm: readonly number[]): LabelledPlane[] {
  return zMm.map((z) => planeOf(solid, [0.3, -0.4, z], [1, 0, 0], [0, 1, 0]));
}

/** A plane through the z axis, turned about it, its middle at `z`. */
export function planeAlongZ(solid: Solid, degrees: number, z: number): LabelledPlane {
  const angle = (degrees * Math.PI) / 180;
  const row = normalise([Math.cos(angle), Math.sin(angle), 0]);
  return planeOf(solid, [0, 0, z], row, [0, 0, 1]);
}

/** The solid's own surface between two corners. */
export function meshOf(solid: Solid, low: Vector3, high: Vector3, cellMm = 1): Mesh {
  const dims = [0, 1, 2].map((a) => Math.round((high[a]! - low[a]!) / cellMm) + 1);
  const [nx, ny, nz] = dims as [number, number, number];
  const field = new Float32Array(nx * ny * nz);
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++)
        field[at] = solid(low[0] + i * cellMm, low[1] + j * cellMm, low[2] + k * cellMm);
  const x: Vector3 = [1, 0, 0];
  const y: Vector3 = [0, 1, 0];
  return fieldMesh(field, {
    dims: [nx, ny, nz],
    spacingMm: [cellMm, cellMm, cellMm],
    originMm: low,
    axes: [x, y, cross(x, y)],
  });
}

export const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => from + i * step);
