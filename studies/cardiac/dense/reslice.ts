import type { DenseGrid } from '../../library/dense-records.ts';
import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import { patientToVoxel, type VolumeGeometry } from '../../volume/geometry.ts';
import { trilinear } from '../../volume/resample.ts';
import { CROP_PIXEL_MM, CROP_SIZE, cropGrid } from '../planes/crop-grid.ts';
import { CROP_PIXELS } from '../planes/crop-plane.ts';
import { plus } from '../planes/vectors.ts';

/** One phase of a dense heart on its grid, i fastest, then j, then planes base to apex. */
export interface DensePhase {
  readonly picture: Float32Array | Uint8Array;
  readonly labels: Uint8Array;
}

/** The dense heart along an acquired plane, on that plane's crop grid, 96 x 96. */
export interface Resliced {
  /** In the picture's own values, 0 where the dense volume does not reach. */
  readonly picture: Float32Array;
  readonly labels: Uint8Array;
  /** 1 where the dense volume reaches (half a voxel round its outermost centres), else 0. */
  readonly coverage: Uint8Array;
}

/** A dense volume's place as that of any volume. Left-handed: u, v, base to apex. */
export function denseGeometry({ dims, spacingMm, originMm, u, v, n }: DenseGrid): VolumeGeometry {
  return { dims, spacingMm, originMm, axes: [u, v, n] };
}

/** Cuts the dense heart along a plane: picture trilinear, labels nearest. */
export function resliceDense(
  { picture, labels }: DensePhase,
  grid: DenseGrid,
  plane: HeartPlane,
  frame: HeartFrame,
): Resliced {
  const geometry = denseGeometry(grid);
  const [columns, rows, deep] = grid.dims;
  const { centreMm, u, v } = cropGrid(plane, frame);
  const half = (CROP_SIZE - 1) / 2;
  const value = trilinear(picture, grid.dims, Number.NaN);
  const cut = {
    picture: new Float32Array(CROP_PIXELS),
    labels: new Uint8Array(CROP_PIXELS),
    coverage: new Uint8Array(CROP_PIXELS),
  };
  const nearest = (at: number, count: number) => Math.min(count - 1, Math.max(0, Math.round(at)));
  for (let row = 0, to = 0; row < CROP_SIZE; row++) {
    const down = plus(centreMm, v, (row - half) * CROP_PIXEL_MM);
    for (let column = 0; column < CROP_SIZE; column++, to++) {
      const point = plus(down, u, (column - half) * CROP_PIXEL_MM);
      const [x, y, z] = patientToVoxel(geometry, point);
      const there = value(x, y, z);
      if (Number.isNaN(there)) continue;
      const [i, j, k] = [nearest(x, columns), nearest(y, rows), nearest(z, deep)];
      cut.coverage[to] = 1;
      cut.picture[to] = there;
      cut.labels[to] = labels[i + columns * (j + rows * k)]!;
    }
  }
  return cut;
}
