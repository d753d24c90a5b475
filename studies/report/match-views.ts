import type { Matrix } from '../dicom/rt/rigid-matrix.ts';
import type { MatchRecord } from '../library/match-records.ts';
import { movedGeometry } from '../positioning/registration/moved-geometry.ts';
import { outlinesIn, type Outline } from '../positioning/structures/outlines.ts';
import { cross, dot, voxelToPatient } from '../volume/geometry.ts';
import type { LpsPoint, Vector3, VolumeGeometry } from '../volume/geometry.ts';
import { opposite, patientLetters } from '../volume/orientation.ts';
import { greyLevel } from '../volume/plane-picture.ts';
import { resample } from '../volume/resample.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import type { MatchStructure } from './match-input.ts';
import { colourPicture, type GreyWindow, type Picture } from './pictures.ts';

/** Pixels of the longer side. */
const PIXELS = 420;

const directions = {
  axial: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  coronal: [
    [1, 0, 0],
    [0, 0, -1],
  ],
  sagittal: [
    [0, 1, 0],
    [0, 0, -1],
  ],
} as const satisfies Record<string, readonly [Vector3, Vector3]>;

export type MatchPlane = keyof typeof directions;
export const matchPlanes = ['axial', 'coronal', 'sagittal'] as const satisfies MatchPlane[];

/** A picture's pixels in the patient: one slice through the isocentre, rows from the top. */
export type View = VolumeGeometry;

export interface Extent {
  readonly fromMm: LpsPoint;
  readonly toMm: LpsPoint;
}

/** Where the scan is laid before any match: its isocentre on the plan's. */
export function asSetUp(frame: MatchRecord['frame']): Matrix {
  const [x, y, z] = [0, 1, 2].map((c) => frame.planIsocentreMm[c]! - frame.scanIsocentreMm[c]!);
  return [1, 0, 0, x!, 0, 1, 0, y!, 0, 0, 1, z!, 0, 0, 0, 1];
}

/** The box around a volume laid by each of the matrices, and around a point. */
export function extentOf(
  geometry: VolumeGeometry,
  matrices: readonly Matrix[],
  pointMm: LpsPoint,
): Extent {
  const corners = matrices.flatMap((matrix) => {
    const moved = movedGeometry(geometry, matrix);
    return [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
      voxelToPatient(moved, [
        corner & 1 ? moved.dims[0] - 0.5 : -0.5,
        corner & 2 ? moved.dims[1] - 0.5 : -0.5,
        corner & 4 ? moved.dims[2] - 0.5 : -0.5,
      ]),
    );
  });
  const all = [...corners, pointMm];
  const along = (of: (...values: number[]) => number) =>
    [0, 1, 2].map((c) => of(...all.map((p) => p[c]!))) as unknown as LpsPoint;
  return { fromMm: along(Math.min), toMm: along(Math.max) };
}

/** Square pixels over the extent in the plane through the point. */
export function viewThrough(plane: MatchPlane, pointMm: LpsPoint, { fromMm, toMm }: Extent): View {
  const [across, down] = directions[plane];
  const side = (direction: Vector3) => Math.abs(dot(direction, toMm) - dot(direction, fromMm));
  const start = (direction: Vector3) => Math.min(dot(direction, fromMm), dot(direction, toMm));
  const pixelMm = Math.max(side(across), side(down), 1) / PIXELS;
  const normal = cross(across, down);
  const from = [start(across) + pixelMm / 2, start(down) + pixelMm / 2, dot(normal, pointMm)];
  const at = (c: 0 | 1 | 2) => from[0]! * across[c] + from[1]! * down[c] + from[2]! * normal[c];
  const pixels = (direction: Vector3) => Math.max(1, Math.round(side(direction) / pixelMm));
  return {
    dims: [pixels(across), pixels(down), 1],
    spacingMm: [pixelMm, pixelMm, 1],
    originMm: [at(0), at(1), at(2)],
    axes: [across, down, normal],
  };
}

/** The planning CT in purple and the scan in green: grey where they agree. */
export function overlay(
  view: View,
  fixed: { readonly grid: VoxelGrid; readonly window: GreyWindow },
  moving: { readonly grid: VoxelGrid; readonly window: GreyWindow },
  movingToFixed: Matrix,
): Picture {
  const { geometry } = moving.grid;
  const laid = { ...moving.grid, geometry: movedGeometry(geometry, movingToFixed) };
  const levels = (grid: VoxelGrid, window: GreyWindow) => {
    const { voxels, rescaleSlope, rescaleIntercept } = resample(grid, view);
    return (n: number) => greyLevel(voxels[n]! * rescaleSlope + rescaleIntercept, window);
  };
  const [purple, green] = [levels(fixed.grid, fixed.window), levels(laid, moving.window)];
  const [width, height] = view.dims;
  const rgb = new Uint8Array(width * height * 3);
  for (let n = 0; n < width * height; n++) rgb.set([purple(n), green(n), purple(n)], 3 * n);
  const [across, down] = view.axes;
  return colourPicture(
    { width, height, rgb },
    {
      left: patientLetters(opposite(across)),
      right: patientLetters(across),
      top: patientLetters(opposite(down)),
      bottom: patientLetters(down),
    },
  );
}

/** Where a point lies in the picture, as shares of its width and height from the top left. */
export function placeIn({ dims, spacingMm, originMm, axes }: View, p: LpsPoint): [number, number] {
  const from: Vector3 = [p[0] - originMm[0], p[1] - originMm[1], p[2] - originMm[2]];
  const along = (c: 0 | 1) => (dot(axes[c], from) / spacingMm[c] + 0.5) / dims[c];
  return [along(0), along(1)];
}

/** A structure's lines in a view. */
export function linesIn(
  view: View,
  { contours }: MatchStructure,
  pointMm: LpsPoint,
  sliceMm: number,
): Outline[] {
  return outlinesIn({ contours }, { pointMm, normal: view.axes[2] }, sliceMm);
}
