import type { Polygon } from '../../cardiac/contours/polygon.ts';
import { dot, voxelToPatient, type VolumeGeometry } from '../../volume/geometry.ts';
import { anatomicalAxes } from '../../volume/orientation.ts';
import type { Drawn } from './contour.ts';
import { isoLines } from './iso-lines.ts';
import { parallelCosine } from './mask.ts';
import { PlanePixels } from './plane-pixels.ts';
import { drawnAt, stackOf, toPatient, type ContourStack } from './stack.ts';
import type { CutPlane, Outline } from './outline.ts';
import { acrossSlices } from './outlines-across.ts';

export type { CutPlane, Outline };

/** Pixel of the helping grid between drawn slices. */
const pixelMm = 1;

/** The plane of one grid slice: across the grid axis nearest to the patient's x, y or z. */
export function slicePlane(
  geometry: VolumeGeometry,
  plane: 'axial' | 'sagittal' | 'coronal',
  index: number,
): CutPlane {
  const [x, y, z] = anatomicalAxes(geometry);
  const { axis } = { sagittal: x, coronal: y, axial: z }[plane];
  const at: [number, number, number] = [0, 0, 0];
  at[axis] = index;
  return { pointMm: voxelToPatient(geometry, at), normal: geometry.axes[axis] };
}

/**
 * A structure's outlines in any plane. Along its own slices: a drawn slice exactly as drawn, open
 * lines and points too; between slices interpolated. Across them: where the plane cuts the drawn
 * slices, by the even-odd rule, joined between slices (holes are outlines of their own).
 * @param sliceMm slice spacing of the volume, for a structure of a single slice
 */
export function outlinesIn(structure: Drawn, plane: CutPlane, sliceMm?: number): Outline[] {
  const stack = stackOf(structure, sliceMm);
  if (stack === null) return linesNear(structure, plane, (sliceMm ?? 1) / 2);
  const cosine = dot(stack.normal, plane.normal);
  if (Math.abs(cosine) <= parallelCosine) return acrossSlices(stack, plane);
  const offsetMm = dot(stack.normal, plane.pointMm);
  const drawn = drawnAt(stack, offsetMm);
  const closed =
    drawn === null ? betweenSlices(stack, offsetMm) : inPatient(stack, drawn.polygons, offsetMm);
  return [...closed, ...linesNear(structure, plane, stack.spacingMm / 2)];
}

/** Open lines and points that lie within so much of the plane. */
function linesNear({ contours }: Drawn, { pointMm, normal }: CutPlane, mm: number): Outline[] {
  const at = dot(normal, pointMm);
  return contours
    .filter(({ kind, points }) => {
      if (kind === 'closed' || points.length === 0) return false;
      return points.every((point) => Math.abs(dot(normal, point) - at) <= mm);
    })
    .map(({ points }) => ({ closed: false, points }));
}

function inPatient(stack: ContourStack, polygons: readonly Polygon[], offsetMm: number): Outline[] {
  return polygons.map((polygon) => ({
    closed: true,
    points: Array.from({ length: polygon.length / 2 }, (_, n) =>
      toPatient(stack, [polygon[2 * n]!, polygon[2 * n + 1]!, offsetMm]),
    ),
  }));
}

/** On a grid of its own, one pixel wider than the structure on each side. */
function betweenSlices(stack: ContourStack, offsetMm: number): Outline[] {
  let [u0, u1, v0, v1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const polygon of stack.planes.flatMap(({ polygons }) => polygons)) {
    for (let n = 0; n < polygon.length; n += 2) {
      [u0, u1] = [Math.min(u0, polygon[n]!), Math.max(u1, polygon[n]!)];
      [v0, v1] = [Math.min(v0, polygon[n + 1]!), Math.max(v1, polygon[n + 1]!)];
    }
  }
  const [columns, rows] = [u1 - u0, v1 - v0].map((mm) => Math.ceil(mm / pixelMm) + 3) as [
    number,
    number,
  ];
  const from = [u0 - pixelMm, v0 - pixelMm] as const;
  const grid: VolumeGeometry = {
    dims: [columns, rows, 1],
    spacingMm: [pixelMm, pixelMm, 1],
    originMm: toPatient(stack, [...from, 0]),
    axes: [stack.u, stack.v, stack.normal],
  };
  const pixels = new PlanePixels(stack, grid, { from: [0, 0, 0], dims: grid.dims });
  const field = pixels.field(offsetMm);
  if (field === null) return [];
  const lines = isoLines(field, columns, rows).map((line) =>
    line.map((value, n) => from[(n % 2) as 0 | 1] + value * pixelMm),
  );
  return inPatient(stack, lines, offsetMm);
}
