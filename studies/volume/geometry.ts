/**
 * Where voxels lie in the patient.
 *
 * Patient space is DICOM LPS in millimetres: +x to the patient's left, +y to the back, +z to the
 * head (DICOM PS3.3 C.7.6.2.1.1). A voxel index (i, j, k) counts columns, rows, slices; voxel
 * centres sit at integer indices.
 */
export type LpsPoint = readonly [x: number, y: number, z: number];
export type VoxelIndex = readonly [i: number, j: number, k: number];
export type Vector3 = readonly [number, number, number];

export interface VolumeGeometry {
  /** Columns, rows, slices. */
  readonly dims: readonly [number, number, number];
  /** Distance between voxel centres along i, j, k in millimetres. */
  readonly spacingMm: readonly [number, number, number];
  /** Centre of voxel (0, 0, 0) in patient LPS millimetres. */
  readonly originMm: LpsPoint;
  /** Unit directions of i, j and k in patient LPS. Right-handed unless the scanner says otherwise. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
}

/** Patient position of a (possibly fractional) voxel index. */
export function voxelToPatient(geometry: VolumeGeometry, index: VoxelIndex): LpsPoint {
  const { axes, spacingMm, originMm } = geometry;
  const at = (c: 0 | 1 | 2) =>
    originMm[c] +
    axes[0][c] * spacingMm[0] * index[0] +
    axes[1][c] * spacingMm[1] * index[1] +
    axes[2][c] * spacingMm[2] * index[2];
  return [at(0), at(1), at(2)];
}

/** Fractional voxel index of a patient position. The axes must be orthonormal. */
export function patientToVoxel(geometry: VolumeGeometry, point: LpsPoint): VoxelIndex {
  const { axes, spacingMm, originMm } = geometry;
  const d: Vector3 = [point[0] - originMm[0], point[1] - originMm[1], point[2] - originMm[2]];
  const along = (a: 0 | 1 | 2) => dot(axes[a], d) / spacingMm[a];
  return [along(0), along(1), along(2)];
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function length(a: Vector3): number {
  return Math.sqrt(dot(a, a));
}

export function normalise(a: Vector3): Vector3 {
  const l = length(a);
  return [a[0] / l, a[1] / l, a[2] / l];
}

export function voxelCount(geometry: Pick<VolumeGeometry, 'dims'>): number {
  return geometry.dims[0] * geometry.dims[1] * geometry.dims[2];
}
