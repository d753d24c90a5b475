import { voxelToPatient, type VolumeGeometry } from '../../studies/volume/geometry.ts';
import { resample } from '../../studies/volume/resample.ts';
import type { PlaneFrame } from './planes.ts';
import { readSlice, type Slice } from './slice.ts';
import type { VolumeData } from './volume-data.ts';

/** One slice of any frame: read as it was acquired, or interpolated where the frame cuts across. */
export function sliceFor(
  data: VolumeData,
  frame: PlaneFrame,
  index: number,
  phase = 0,
): Slice | null {
  const { runs } = frame;
  if (runs) return readSlice(data, { ...frame, runs }, index, phase);
  return data.complete ? obliqueSlice(data, frame.geometry, index) : null;
}

/** Trilinear, in physical values, black outside the volume. One phase only. */
function obliqueSlice(data: VolumeData, frame: VolumeGeometry, index: number): Slice | null {
  const { record, geometry, voxels } = data;
  if (record.voxelType === 'rgb8') return null;
  const [columns, rows] = frame.dims;
  const target: VolumeGeometry = {
    ...frame,
    dims: [columns, rows, 1],
    originMm: voxelToPatient(frame, [0, 0, index]),
  };
  const grid = {
    geometry,
    phases: 1,
    voxelType: record.voxelType,
    voxels: voxels.subarray(0, geometry.dims[0] * geometry.dims[1] * geometry.dims[2]),
    rescaleSlope: record.rescaleSlope,
    rescaleIntercept: record.rescaleIntercept,
    unit: record.unit,
  };
  const cut = resample(grid, target);
  return {
    columns,
    rows,
    values: cut.voxels,
    slope: record.rescaleSlope,
    intercept: record.rescaleIntercept,
    colours: null,
  };
}
