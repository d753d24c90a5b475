import { SparrowError, warning, type Warning } from '../messages/sparrow-error.ts';
import { cross, dot, length, normalise, type Vector3 } from '../volume/geometry.ts';
import type { VolumeGeometry } from '../volume/geometry.ts';
import { anatomicalAxes } from '../volume/orientation.ts';
import { sameType } from '../volume/values.ts';
import type { VoxelArray } from '../volume/volume.ts';
import type { RawVolume } from './volume-file.ts';

/** A tenth of a voxel at the far corner is what a float32 affine may lose without a word. */
const tolerance = 0.1;

/**
 * The grid of a file as a VolumeGeometry: axes at right angles (nearest ones, with a warning where
 * the file's are not) and right-handed. `flipped` tells which axis of the voxels must be reversed
 * for that; every voxel keeps its place in the patient.
 */
export function uprightGeometry(raw: RawVolume): {
  geometry: VolumeGeometry;
  flipped: 0 | 1 | 2 | null;
  warnings: Warning[];
} {
  const steps = raw.stepsLps as readonly [Vector3, Vector3, Vector3];
  const spacing = steps.map(length) as [number, number, number];
  if (![...spacing, ...raw.originLps].every(Number.isFinite) || spacing.some((s) => s <= 0)) {
    throw new SparrowError('formats/damaged', {
      file: raw.file,
      format: raw.format,
      reason: 'its voxels have no size',
    });
  }
  const unit = steps.map(normalise) as [Vector3, Vector3, Vector3];
  const volume = dot(cross(unit[0], unit[1]), unit[2]);
  if (Math.abs(volume) < 0.9) {
    throw new SparrowError('formats/unsupported', {
      file: raw.file,
      format: raw.format,
      reason: 'its axes are far from right angles',
    });
  }
  const axes = rightAngles(unit, Math.sign(volume));
  const corner = farCornerError(raw, unit, axes, spacing);
  const warnings: Warning[] = [];
  if (corner > tolerance * Math.min(...spacing)) {
    const error = Number(corner.toFixed(2));
    warnings.push(warning('formats/sheared', { file: raw.file, error }));
  }
  if (!raw.oriented) warnings.push(warning('formats/no-orientation', { file: raw.file }));
  const geometry: VolumeGeometry = {
    dims: raw.dims,
    spacingMm: spacing,
    originMm: raw.originLps,
    axes,
  };
  if (volume > 0) return { geometry, flipped: null, warnings };
  const axis = axisToFlip(geometry);
  return { geometry: reversed(geometry, axis), flipped: axis, warnings };
}

/** Gram-Schmidt on the plane, and the normal across it with the file's own handedness. */
function rightAngles(unit: readonly [Vector3, Vector3, Vector3], hand: number) {
  const [i, j] = unit;
  const along = dot(i, j);
  const column = normalise([j[0] - along * i[0], j[1] - along * i[1], j[2] - along * i[2]]);
  const n = cross(i, column);
  return [i, column, [hand * n[0], hand * n[1], hand * n[2]] as Vector3] as const;
}

function farCornerError(
  raw: RawVolume,
  unit: readonly Vector3[],
  axes: readonly Vector3[],
  spacing: readonly number[],
): number {
  const off = [0, 1, 2].map((c) =>
    [0, 1, 2].reduce(
      (sum, a) => sum + (unit[a]![c]! - axes[a]![c]!) * spacing[a]! * (raw.dims[a]! - 1),
      0,
    ),
  );
  return Math.hypot(...off);
}

/** The axis that runs against its patient axis; turning it brings the grid nearest to DICOM's. */
function axisToFlip(geometry: VolumeGeometry): 0 | 1 | 2 {
  const against = anatomicalAxes(geometry).filter(({ sign }) => sign === -1);
  return (against.find(({ axis }) => axis === 1) ?? against.at(-1) ?? { axis: 2 as const }).axis;
}

function reversed(geometry: VolumeGeometry, axis: 0 | 1 | 2): VolumeGeometry {
  const far = geometry.spacingMm[axis] * (geometry.dims[axis] - 1);
  const direction = geometry.axes[axis];
  const at = (c: 0 | 1 | 2) => geometry.originMm[c] + far * direction[c];
  const axes = geometry.axes.map((a, n) =>
    n === axis ? ([-a[0], -a[1], -a[2]] as const) : a,
  ) as unknown as VolumeGeometry['axes'];
  return { ...geometry, originMm: [at(0), at(1), at(2)], axes };
}

/** Voxels with one axis reversed. */
export function flipVoxels(
  voxels: VoxelArray,
  dims: readonly [number, number, number],
  axis: 0 | 1 | 2,
): VoxelArray {
  const [nx, ny, nz] = dims;
  const out = sameType(voxels, voxels.length);
  const rows = voxels.length / nx;
  for (let row = 0; row < rows; row++) {
    const j = row % ny;
    const k = Math.floor(row / ny) % nz;
    const phase = Math.floor(row / (ny * nz));
    const jTo = axis === 1 ? ny - 1 - j : j;
    const kTo = axis === 2 ? nz - 1 - k : k;
    const to = ((phase * nz + kTo) * ny + jTo) * nx;
    const line = voxels.subarray(row * nx, (row + 1) * nx);
    out.set(axis === 0 ? line.slice().reverse() : line, to);
  }
  return out;
}
