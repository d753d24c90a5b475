import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { voxelToPatient } from '../volume/geometry.ts';
import { upright } from '../volume/testing/grids.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import { asSetUp, extentOf, linesIn, overlay, placeIn, viewThrough } from './match-views.ts';
import { matchRecord } from './testing/match.ts';

const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const window = { centre: 0, width: 1000 };

/** Air with a dense cube of 10 mm whose middle lies at the point. */
function cubeAt(point: readonly number[]): VoxelGrid {
  const geometry = upright([40, 40, 40], [2, 2, 2], [-39, -39, -39]);
  const [nx, ny] = geometry.dims;
  const voxels = Int16Array.from({ length: 40 ** 3 }, (_, n) => {
    const index = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))] as const;
    const p = voxelToPatient(geometry, index);
    return p.every((mm, c) => Math.abs(mm - point[c]!) < 6) ? 1000 : -1000;
  });
  return {
    geometry,
    phases: 1,
    voxelType: 'int16',
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}

function pixelAt(png: Buffer, [across, down]: readonly [number, number]): number[] {
  const { width, height, data } = PNG.sync.read(png);
  const n = Math.floor(down * height) * width + Math.floor(across * width);
  return [...data.subarray(4 * n, 4 * n + 3)];
}

const extent = { fromMm: [-40, -40, -40], toMm: [40, 40, 40] } as const;

test.each(['axial', 'coronal', 'sagittal'] as const)(
  '%s: purple where only the planning CT is dense, green where only the scan is, white where both',
  (plane) => {
    const [left, back, head] = { axial: [1, 1, 0], coronal: [1, 0, 1], sagittal: [0, 1, 1] }[plane];
    const fixed = { grid: cubeAt([0, 0, 0]), window };
    const at = [20 * left!, 20 * back!, 20 * head!] as const;
    const moving = { grid: cubeAt(at), window };
    const view = viewThrough(plane, [0, 0, 0], extent);
    const middle = placeIn(view, [0, 0, 0]);
    const apart = overlay(view, fixed, moving, identity).png;
    expect(pixelAt(apart, middle)).toEqual([255, 0, 255]);
    expect(pixelAt(apart, placeIn(view, at))).toEqual([0, 255, 0]);
    const back20 = identity.map((value, n) => (n % 4 === 3 && n < 12 ? -at[(n - 3) / 4]! : value));
    const together = overlay(view, fixed, moving, back20).png;
    expect(pixelAt(together, middle)).toEqual([255, 255, 255]);
    expect(pixelAt(together, placeIn(view, at))).toEqual([0, 0, 0]);
  },
);

test('left is on the right, the head on top, the front on the left of a sagittal picture', () => {
  const place = (plane: 'axial' | 'coronal' | 'sagittal', p: readonly [number, number, number]) =>
    placeIn(viewThrough(plane, [0, 0, 0], extent), p).map((share) => Number(share.toFixed(9)));
  expect(place('axial', [20, -20, 0])).toEqual([0.75, 0.25]);
  expect(place('coronal', [20, 0, 20])).toEqual([0.75, 0.25]);
  expect(place('sagittal', [0, -20, 20])).toEqual([0.25, 0.25]);
});

test('before the match the scan lies with its isocentre on that of the plan', () => {
  const { frame } = matchRecord();
  const before = asSetUp({ ...frame, planIsocentreMm: [10, 20, 30], scanIsocentreMm: [1, 2, 3] });
  expect([3, 7, 11].map((n) => before[n])).toEqual([9, 18, 27]);
});

test('the extent holds the scan as it lies, and the isocentre', () => {
  const { geometry } = cubeAt([0, 0, 0]);
  const moved = identity.map((value, n) => (n === 3 ? 5 : value));
  expect(extentOf(geometry, [moved], [0, 0, 90])).toEqual({
    fromMm: [-35, -40, -40],
    toMm: [45, 40, 90],
  });
});

test('outlines are those of the plane through the isocentre', () => {
  const square = (z: number) => ({
    kind: 'closed' as const,
    points: [
      [-8, -8, z],
      [8, -8, z],
      [8, 8, z],
      [-8, 8, z],
    ] as [number, number, number][],
    imageUid: null,
  });
  const box = { name: 'Box', colour: [1, 2, 3] as const, contours: [-3, 0, 3].map(square) };
  const [line] = linesIn(viewThrough('axial', [0, 0, 0], extent), box, [0, 0, 0], 3);
  expect(line).toMatchObject({ closed: true, points: square(0).points });
  expect(linesIn(viewThrough('coronal', [0, 30, 0], extent), box, [0, 30, 0], 3)).toEqual([]);
});
