import { negative, plus } from '../vectors.ts';
import type { CineCandidate } from '../candidate.ts';
import type { Vector3 } from '../../../volume/geometry.ts';

/** Each slice of a volume as a volume of its own, as if each were a series. */
export function oneSliceEach(volume: CineCandidate): CineCandidate[] {
  return Array.from({ length: volume.dims[2] }, (_, slice) => ({
    ...volume,
    volumeId: `${volume.volumeId}-${slice}`,
    dims: [volume.dims[0], volume.dims[1], 1] as const,
    originMm: plus(volume.originMm, volume.axes[2], slice * volume.spacingMm[2]),
    readSlice: () => volume.readSlice(slice),
  }));
}

/** The same pictures stored otherwise: rows and columns swapped, then rows and columns turned round. */
export interface Storage {
  readonly transposed: boolean;
  readonly flippedX: boolean;
  readonly flippedY: boolean;
}

/** Stores a volume's slices otherwise without moving a pixel in the patient. */
export function stored(volume: CineCandidate, how: Storage): CineCandidate {
  const [columns, rows, slices] = volume.dims;
  const [row, column, normal] = volume.axes;
  let originMm = volume.originMm;
  if (how.flippedX) originMm = plus(originMm, row, (columns - 1) * volume.spacingMm[0]);
  if (how.flippedY) originMm = plus(originMm, column, (rows - 1) * volume.spacingMm[1]);
  const x = how.flippedX ? negative(row) : row;
  const y = how.flippedY ? negative(column) : column;
  const [sx, sy, sz] = volume.spacingMm;
  const swap = how.transposed;
  return {
    ...volume,
    dims: swap ? [rows, columns, slices] : volume.dims,
    spacingMm: swap ? [sy, sx, sz] : volume.spacingMm,
    axes: swap ? [y, x, normal] : [x, y, normal],
    originMm,
    readSlice: async (slice) => {
      const pixels = await volume.readSlice(slice);
      const out = new Float32Array(pixels.length);
      for (let phase = 0; phase < volume.phases; phase++)
        for (let j = 0; j < rows; j++)
          for (let i = 0; i < columns; i++) {
            const a = how.flippedX ? columns - 1 - i : i;
            const b = how.flippedY ? rows - 1 - j : j;
            const to = swap ? a * rows + b : b * columns + a;
            out[phase * rows * columns + to] = pixels[(phase * rows + j) * columns + i]!;
          }
      return out;
    },
  };
}

/** A volume after the patient moved as a whole: turned about an axis, then shifted. */
export function moved(
  volume: CineCandidate,
  axis: Vector3,
  angleDeg: number,
  shift: Vector3,
): CineCandidate {
  const turn = (v: Vector3) => rotated(v, axis, angleDeg);
  const [a, b, c] = volume.axes;
  const at = turn(volume.originMm);
  return {
    ...volume,
    axes: [turn(a), turn(b), turn(c)],
    originMm: [at[0] + shift[0], at[1] + shift[1], at[2] + shift[2]],
  };
}

/** Rodrigues' rotation about a unit axis. */
export function rotated(v: Vector3, axis: Vector3, angleDeg: number): Vector3 {
  const [c, s] = [Math.cos((angleDeg * Math.PI) / 180), Math.sin((angleDeg * Math.PI) / 180)];
  const along = axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2];
  const [x, y, z] = axis;
  const side = [y * v[2] - z * v[1], z * v[0] - x * v[2], x * v[1] - y * v[0]] as const;
  const part = (n: 0 | 1 | 2) => c * v[n] + s * side[n] + (1 - c) * along * axis[n];
  return [part(0), part(1), part(2)];
}
