import { voxelToPatient, type LpsPoint, type VolumeGeometry } from '../geometry.ts';
import type { VoxelGrid } from '../volume.ts';

export const upright = (
  dims: readonly [number, number, number],
  spacingMm: readonly [number, number, number] = [1, 1, 1],
  originMm: LpsPoint = [0, 0, 0],
): VolumeGeometry => ({
  dims,
  spacingMm,
  originMm,
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

/** A float grid whose values are a function of the place in the patient. */
export function gridOf(geometry: VolumeGeometry, value: (p: LpsPoint) => number): VoxelGrid {
  const [nx, ny, nz] = geometry.dims;
  const voxels = new Float32Array(nx * ny * nz);
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) voxels[n] = value(voxelToPatient(geometry, [i, j, k]));
    }
  }
  return {
    geometry,
    phases: 1,
    voxelType: 'float32',
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}

/** Numbers between 0 and 1 that any language can make again (a 32-bit linear congruence). */
export function noise(seed: number, count: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** A grid turned about two axes, for code that must not lean on upright ones. */
export function turned(dims: readonly [number, number, number]): VolumeGeometry {
  const [c, s] = [Math.cos(0.5), Math.sin(0.5)];
  const [d, t] = [Math.cos(-0.3), Math.sin(-0.3)];
  return {
    dims,
    spacingMm: [0.8, 1.1, 1.7],
    originMm: [12, -30, 5],
    axes: [
      [c, s, 0],
      [-s * d, c * d, t],
      [s * t, -c * t, d],
    ],
  };
}
