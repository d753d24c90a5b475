import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { thumbnailPng } from './thumbnails.ts';

function grid(
  fields: Partial<VoxelGrid> & Pick<VoxelGrid, 'voxels'>,
  dims: [number, number, number],
  spacingMm: [number, number, number] = [1, 1, 1],
): VoxelGrid {
  return {
    geometry: {
      dims,
      spacingMm,
      originMm: [0, 0, 0],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
    phases: 1,
    voxelType: 'int16',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    ...fields,
  };
}

const greyAt = (png: PNG, x: number, y: number) => png.data[4 * (y * png.width + x)];

test('the middle slice, windowed, at most 128 pixels wide', () => {
  const voxels = new Int16Array(256 * 128 * 3).fill(-1000);
  // Middle slice: left half at the lower edge of the window, right half in its centre.
  for (let n = 0; n < 256 * 128; n++) voxels[256 * 128 + n] = n % 256 < 128 ? -160 : 40;
  const png = PNG.sync.read(
    Buffer.from(thumbnailPng(grid({ voxels }, [256, 128, 3]), { centre: 40, width: 400 })),
  );
  expect([png.width, png.height]).toEqual([128, 64]);
  expect(greyAt(png, 10, 30)).toBe(0);
  expect(greyAt(png, 100, 30)).toBe(128);
});

test('pixels are square although the voxels are not; a small image is enlarged', () => {
  const voxels = new Int16Array(20 * 10).fill(5000);
  const png = PNG.sync.read(
    Buffer.from(thumbnailPng(grid({ voxels }, [20, 10, 1], [1, 4, 1]), { centre: 40, width: 400 })),
  );
  expect([png.width, png.height]).toEqual([64, 128]);
  expect(greyAt(png, 63, 127)).toBe(255);
});

test('slope and intercept count, NaN is black, colour stays colour', () => {
  const scaled = grid(
    {
      voxels: Float32Array.of(1, NaN),
      voxelType: 'float32',
      rescaleSlope: 100,
      rescaleIntercept: -60,
    },
    [2, 1, 1],
  );
  const png = PNG.sync.read(Buffer.from(thumbnailPng(scaled, { centre: 40, width: 400 })));
  expect(greyAt(png, 10, 10)).toBe(128);
  expect(greyAt(png, 120, 10)).toBe(0);
  const rgb = grid({ voxels: Uint8Array.of(250, 20, 30), voxelType: 'rgb8' }, [1, 1, 1]);
  const colour = PNG.sync.read(Buffer.from(thumbnailPng(rgb, { centre: 127.5, width: 255 })));
  expect([...colour.data.subarray(0, 4)]).toEqual([250, 20, 30, 255]);
});
