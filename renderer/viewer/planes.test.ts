import { describe, expect, it } from 'vitest';
import { patientToVoxel, voxelToPatient } from '../../studies/volume/geometry.ts';
import {
  acquisitions,
  centredGrid,
  make,
  phantomHu,
} from '../../test/e2e/viewer-harness/phantom.ts';
import { edgeLetters } from './letters.ts';
import { sliceFor } from './oblique-slice.ts';
import { acquiredFrame, planeKinds, straightFrame } from './planes.ts';
import { VolumeData } from './volume-data.ts';

function loaded(name: string): VolumeData {
  const grid = centredGrid(acquisitions[name]!, [32, 30, 22], [4, 4, 6]);
  const { record, samples } = make(name, grid, phantomHu);
  const data = new VolumeData(record);
  data.receive(samples.slice().buffer, 0, 22);
  return data;
}

describe.each(Object.keys(acquisitions))('%s acquisition', (name) => {
  const data = loaded(name);

  it.each(planeKinds)('%s: every pixel is the voxel at its patient position', (kind) => {
    const frame = acquiredFrame(data.geometry, kind);
    const [columns, rows, slices] = frame.geometry.dims;
    const index = Math.floor(slices / 3);
    const slice = sliceFor(data, frame, index)!;
    expect([slice.columns, slice.rows]).toEqual([columns, rows]);
    for (let n = 0; n < columns * rows; n += 7) {
      const point = voxelToPatient(frame.geometry, [n % columns, Math.floor(n / columns), index]);
      expect(slice.values[n]! * slice.slope + slice.intercept).toBe(data.valueAt(point));
    }
  });

  it('slices run head to feet, front to back, right to left', () => {
    const run = (kind: (typeof planeKinds)[number], axis: 0 | 1 | 2) => {
      const { geometry } = acquiredFrame(data.geometry, kind);
      return geometry.axes[2][axis];
    };
    expect(run('axial', 2)).toBeLessThan(-0.9);
    expect(run('coronal', 1)).toBeGreaterThan(0.9);
    expect(run('sagittal', 0)).toBeGreaterThan(0.9);
  });

  it('straight planes hold the whole volume and read the same values', () => {
    const frame = straightFrame(data.geometry, 'axial');
    expect(edgeLetters(frame)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    const [column, row, index] = patientToVoxel(frame.geometry, [36, 0, 0]).map(Math.round) as [
      number,
      number,
      number,
    ];
    const slice = sliceFor(data, frame, index)!;
    const value = slice.values[row * slice.columns + column]! * slice.slope + slice.intercept;
    expect(value).toBeCloseTo(1000, 0);
  });
});

it('reads nothing of a slice that has not arrived, and marks the gap across it', () => {
  const full = loaded('axial');
  const data = new VolumeData(full.record);
  const half = (full.voxels as Int16Array).slice(0, 11 * data.samplesPerSlice);
  data.receive(half.buffer, 0, 11);
  const axial = acquiredFrame(data.geometry, 'axial');
  expect(sliceFor(data, axial, 0)).toBeNull();
  expect(sliceFor(data, axial, 21)).not.toBeNull();
  const coronal = sliceFor(data, acquiredFrame(data.geometry, 'coronal'), 15)!;
  // The head end has not arrived: the upper half of a coronal picture.
  expect(coronal.values[10 * 32]).toBeNaN();
  expect(coronal.values[11 * 32]).toBe(-1000);
  expect(data.valueAt([0, 0, 60])).toBeNull();
});
