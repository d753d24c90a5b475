import { multiply, type Matrix } from '../../dicom/rt/rigid-matrix.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import type { VoxelGrid } from '../../volume/volume.ts';
import { movedGeometry } from '../registration/moved-geometry.ts';
import { applied, matrixOf, rotationBy, turnDeg } from '../registration/pose.ts';
import { seeded } from '../registration/random.ts';

const radPerDeg = Math.PI / 180;

/** A rigid move by turns (degrees) about the origin and a shift. */
export function moveOf(turnsDeg: readonly number[], shiftMm: LpsPoint): Matrix {
  const turn = turnsDeg.map((deg) => deg * radPerDeg) as unknown as LpsPoint;
  return matrixOf({ pivotMm: [0, 0, 0], rotation: rotationBy(turn), shiftMm });
}

/** Random moves within so many mm and degrees along and about each axis. */
export function randomMoves(count: number, mm: number, deg: number, seed: number): Matrix[] {
  const random = seeded(seed);
  const within = (most: number) => (2 * random() - 1) * most;
  return Array.from({ length: count }, () =>
    moveOf([within(deg), within(deg), within(deg)], [within(mm), within(mm), within(mm)]),
  );
}

/** The scan as acquired with the patient moved; its voxels stay, so nothing is interpolated. */
export function movedBy(grid: VoxelGrid, move: Matrix): VoxelGrid {
  return { ...grid, geometry: movedGeometry(grid.geometry, move) };
}

/** How far a found match is from undoing a known move: at a point, and in all. */
export function matchError(
  movingToFixed: Matrix,
  move: Matrix,
  atMm: LpsPoint = [0, 0, 0],
): { mm: number; deg: number } {
  const rest = multiply(movingToFixed, move);
  const p = applied(rest, atMm);
  return { mm: Math.hypot(...p.map((value, n) => value - atMm[n]!)), deg: turnDeg(rest) };
}

/** The voxels with the first axis reversed in place: a scan whose left and right were exchanged. */
export function leftRightSwapped(grid: VoxelGrid): VoxelGrid {
  const [nx, ny, nz] = grid.geometry.dims;
  const voxels = grid.voxels.slice();
  for (let row = 0; row < ny * nz; row++) voxels.subarray(row * nx, (row + 1) * nx).reverse();
  return { ...grid, voxels };
}
