import type { DenseGrid } from '../../../studies/library/dense-records.ts';
import {
  cross,
  patientToVoxel,
  type LpsPoint,
  type Vector3,
} from '../../../studies/volume/geometry.ts';
import { opposite } from '../../../studies/volume/orientation.ts';
import type { PlaneFrame } from '../planes.ts';
import type { Slice } from '../slice.ts';
import type { DensePhase } from './cut-face.ts';
import { gridGeometry } from './dense-grid.ts';

/** Pictures along the long axis: columns 2 mm apart across the heart, one row for every plane. */
export interface Reformat {
  readonly slice: Slice;
  /** Classes, columns fastest. */
  readonly labels: Uint8Array;
}

/** Where the long-axis picture at an angle lies: apex at the top, as long-axis planes are shown. */
export function reformatFrame(grid: DenseGrid, middle: LpsPoint, turnDeg: number): PlaneFrame {
  const { right, originMm } = reformatAxes(grid, middle, turnDeg);
  const [columns, , slices] = grid.dims;
  const down = opposite(grid.n);
  const longMm = (slices - 1) * grid.spacingMm[2];
  const apexMm = [0, 1, 2].map((c) => originMm[c]! + longMm * grid.n[c]!);
  return {
    kind: 'acquired',
    runs: null,
    geometry: {
      dims: [columns, slices, 1],
      spacingMm: [grid.spacingMm[0], grid.spacingMm[2], grid.spacingMm[0]],
      originMm: apexMm as unknown as LpsPoint,
      axes: [right, down, cross(right, down)],
    },
  };
}

function reformatAxes(grid: DenseGrid, middle: LpsPoint, turnDeg: number) {
  const turn = (turnDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const right = [0, 1, 2].map((c) => cos * grid.u[c]! + sin * grid.v[c]!) as unknown as Vector3;
  const [i, j] = patientToVoxel(gridGeometry(grid), middle);
  const half = ((grid.dims[0] - 1) / 2) * grid.spacingMm[0];
  const originMm = [0, 1, 2].map(
    (c) =>
      grid.originMm[c]! +
      i * grid.spacingMm[0] * grid.u[c]! +
      j * grid.spacingMm[1] * grid.v[c]! -
      half * right[c]!,
  ) as unknown as LpsPoint;
  return { right, originMm };
}

/**
 * The dense volume along the long axis at `turnDeg` about it (0: along u, 90: along v). Between
 * pixels of a plane values are mixed; between planes nothing is, each row is one plane.
 */
export function reformat(
  { picture, labels }: DensePhase,
  grid: DenseGrid,
  middle: LpsPoint,
  turnDeg: number,
): Reformat {
  const { right, originMm } = reformatAxes(grid, middle, turnDeg);
  const geometry = gridGeometry(grid);
  const [columns, rows, slices] = grid.dims;
  const [i0, j0] = patientToVoxel(geometry, originMm);
  const end = [0, 1, 2].map((c) => originMm[c]! + right[c]! * grid.spacingMm[0]);
  const [i1, j1] = patientToVoxel(geometry, end as unknown as LpsPoint);
  const values = new Float32Array(columns * slices).fill(NaN);
  const classes = new Uint8Array(columns * slices);
  for (let x = 0; x < columns; x++) {
    const [i, j] = [i0 + x * (i1 - i0), j0 + x * (j1 - j0)];
    if (i < -0.5 || j < -0.5 || i > columns - 0.5 || j > rows - 0.5) continue;
    const ci = Math.min(Math.max(i, 0), columns - 1);
    const cj = Math.min(Math.max(j, 0), rows - 1);
    const [left, upper] = [Math.floor(ci), Math.floor(cj)];
    const [di, dj] = [ci - left, cj - upper];
    const across = left < columns - 1 ? 1 : 0;
    const downwards = upper < rows - 1 ? columns : 0;
    const nearest = Math.round(cj) * columns + Math.round(ci);
    for (let k = 0; k < slices; k++) {
      const plane = k * columns * rows;
      const at = plane + upper * columns + left;
      const top = picture[at]! + (picture[at + across]! - picture[at]!) * di;
      const low = at + downwards;
      const foot = picture[low]! + (picture[low + across]! - picture[low]!) * di;
      const row = (slices - 1 - k) * columns;
      values[row + x] = top + (foot - top) * dj;
      classes[row + x] = labels[plane + nearest]!;
    }
  }
  return {
    slice: { columns, rows: slices, values, slope: 1, intercept: 0, colours: null },
    labels: classes,
  };
}
