import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import type { FitBox } from './fit-box.ts';
import type { ImplicitField } from './implicit-field.ts';

const rows = 2048;

/** The grid of a box: isotropic, its middle the box's middle. */
export function gridOf(box: FitBox, spacingMm: number): VolumeGeometry {
  const { axes, centreMm, halfMm } = box;
  const dims = halfMm.map((half) => Math.ceil((2 * half) / spacingMm) + 1);
  const first = centreMm.map((centre, a) => centre - ((dims[a]! - 1) / 2) * spacingMm);
  const origin = [0, 1, 2].map((c) =>
    first.reduce((sum, along, a) => sum + along * axes[a]![c]!, 0),
  );
  return {
    dims: [dims[0]!, dims[1]!, dims[2]!],
    spacingMm: [spacingMm, spacingMm, spacingMm],
    originMm: [origin[0]!, origin[1]!, origin[2]!],
    axes,
  };
}

/** The field at every voxel, mm, columns fastest; never positive on the border. */
export function fieldOnGrid(field: ImplicitField, grid: VolumeGeometry): Float32Array {
  const [nx, ny, nz] = grid.dims;
  const step = grid.spacingMm[0];
  const out = new Float32Array(nx * ny * nz);
  const points = new Float32Array(rows * 3);
  for (let from = 0; from < out.length; from += rows) {
    const count = Math.min(rows, out.length - from);
    for (let r = 0; r < count; r++) {
      const at = from + r;
      points[r * 3] = ((at % nx) - (nx - 1) / 2) * step;
      points[r * 3 + 1] = ((Math.floor(at / nx) % ny) - (ny - 1) / 2) * step;
      points[r * 3 + 2] = (Math.floor(at / (nx * ny)) - (nz - 1) / 2) * step;
    }
    const { values } = field.at(points, count + (count % 2));
    for (let r = 0; r < count; r++) out[from + r] = values[r]!;
  }
  closeBorder(out, grid);
  return out;
}

/** How far outside a voxel is said to be where nothing is known of it, mm. */
export const outsideMm = -0.5;

function closeBorder(field: Float32Array, { dims: [nx, ny, nz] }: VolumeGeometry): void {
  for (let at = 0; at < field.length; at++) {
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    const border = i === 0 || j === 0 || k === 0 || i === nx - 1 || j === ny - 1 || k === nz - 1;
    if (border) field[at] = Math.min(field[at]!, outsideMm);
  }
}
