import type { DenseGrid, DensePlane } from '../../../studies/library/dense-records.ts';
import { patientToVoxel, type VoxelIndex } from '../../../studies/volume/geometry.ts';
import { heartColours } from '../labels-colours.ts';
import type { CutFace } from './cut-plane.ts';
import { gridGeometry } from './dense-grid.ts';
import { madeGrey, planeTint, tinted } from './tint.ts';
import type { QuadCorners } from '../heart-scene/quads.ts';

/** One phase of the dense volume: picture 0 to 255 and classes, i fastest. */
export interface DensePhase {
  readonly picture: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Fills RGBA pixels (side x side) with what lies on a cut. 'wall' draws the muscle and leaves the
 * chambers open, so that one looks into them; 'picture' draws the dense picture inside the heart's
 * surroundings. Everything else stays clear.
 */
export function paintCutFace(
  pixels: Uint8Array,
  side: number,
  face: CutFace,
  { picture, labels }: DensePhase,
  grid: DenseGrid,
  planes: readonly DensePlane[],
  corners: QuadCorners,
  tint: boolean,
): void {
  pixels.fill(0);
  if (face === 'none') return;
  const geometry = gridGeometry(grid);
  const voxels = corners.map((corner) => patientToVoxel(geometry, corner));
  const [a, b, , d] = voxels as [VoxelIndex, VoxelIndex, VoxelIndex, VoxelIndex];
  const [columns, rows, slices] = grid.dims;
  const area = columns * rows;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [right, down] = [(x + 0.5) / side, (y + 0.5) / side];
      const at = (c: 0 | 1 | 2) => a[c] + right * (b[c] - a[c]) + down * (d[c] - a[c]);
      const [i, j, k] = [at(0), at(1), at(2)];
      if (i < 0 || j < 0 || k < 0 || i > columns - 1 || j > rows - 1 || k > slices - 1) continue;
      const [i0, j0, k0] = [Math.floor(i), Math.floor(j), Math.floor(k)];
      const [di, dj, dk] = [i - i0, j - j0, k - k0];
      let [value, wall, cavity] = [0, 0, 0];
      for (let corner = 0; corner < 8; corner++) {
        const [ci, cj, ck] = [corner & 1, (corner >> 1) & 1, corner >> 2];
        const share = (ci ? di : 1 - di) * (cj ? dj : 1 - dj) * (ck ? dk : 1 - dk);
        if (share === 0) continue;
        const n = (k0 + ck) * area + (j0 + cj) * columns + i0 + ci;
        value += share * picture[n]!;
        if (labels[n] === 2) wall += share;
        else if (labels[n] === 1) cavity += share;
      }
      const n = 4 * (y * side + x);
      const kind = tint ? planeTint(planes[Math.round(k)]) : 0;
      if (face === 'picture') put(pixels, n, tinted([value, value, value], kind / 3, madeGrey));
      else if (wall > 0.5 || (wall > cavity && wall + cavity > 0.5)) {
        const [r, g, bl] = heartColours.lvMyocardium;
        const shade = 0.45 + (0.55 * value) / 255;
        put(pixels, n, tinted([r * shade, g * shade, bl * shade], kind));
      }
    }
  }
}

function put(pixels: Uint8Array, n: number, [r, g, b]: readonly [number, number, number]): void {
  pixels[n] = r;
  pixels[n + 1] = g;
  pixels[n + 2] = b;
  pixels[n + 3] = 255;
}
