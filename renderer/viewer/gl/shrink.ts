import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { voxelToPatient } from '../../../studies/volume/geometry.ts';
import type { VolumeData } from '../volume-data.ts';

/** A volume in physical values, small enough for the card. */
export interface SmallVolume {
  readonly geometry: VolumeGeometry;
  readonly values: Float32Array;
}

/**
 * Averages blocks of voxels until no side is longer than `longest`. Works a few milliseconds at a
 * time so that the screen stays alive; null when stopped by `signal`.
 */
export async function shrink(
  data: VolumeData,
  longest: number,
  signal: AbortSignal,
): Promise<SmallVolume | null> {
  const { geometry, voxels, record } = data;
  const block = geometry.dims.map((side) => Math.ceil(side / longest)) as [number, number, number];
  const dims = geometry.dims.map((side, a) => Math.floor(side / block[a]!)) as [
    number,
    number,
    number,
  ];
  const [ni, nj] = geometry.dims;
  const values = new Float32Array(dims[0] * dims[1] * dims[2]);
  const scale = record.rescaleSlope / (block[0] * block[1] * block[2]);
  let n = 0;
  let pause = performance.now() + 8;
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++) {
        let sum = 0;
        for (let dk = 0; dk < block[2]; dk++) {
          for (let dj = 0; dj < block[1]; dj++) {
            const at = ((k * block[2] + dk) * nj + j * block[1] + dj) * ni + i * block[0];
            for (let di = 0; di < block[0]; di++) sum += voxels[at + di]!;
          }
        }
        values[n++] = sum * scale + record.rescaleIntercept;
      }
    }
    if (performance.now() > pause) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return null;
      pause = performance.now() + 8;
    }
  }
  return {
    values,
    geometry: {
      dims,
      spacingMm: [
        geometry.spacingMm[0] * block[0],
        geometry.spacingMm[1] * block[1],
        geometry.spacingMm[2] * block[2],
      ],
      originMm: voxelToPatient(geometry, [
        (block[0] - 1) / 2,
        (block[1] - 1) / 2,
        (block[2] - 1) / 2,
      ]),
      axes: geometry.axes,
    },
  };
}
