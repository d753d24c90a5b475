import { describe, expect, it } from 'vitest';
import { extractPlane } from './plane.ts';
import { drawPlane, greyLevel } from './plane-picture.ts';
import { gridOf, upright } from './testing/grids.ts';

/** Value tells the place: x hundreds, y tens, z ones. */
const place = ([x, y, z]: readonly [number, number, number]) => 100 * x + 10 * y + z;
const axial = gridOf(upright([4, 3, 2], [1, 1, 1]), place);
const first = (plane: 'axial' | 'coronal' | 'sagittal', slice: number) =>
  extractPlane(axial, 0, { plane, slice });

describe('planes of an axial scan', () => {
  it('axial: right of the patient on the left, front above', () => {
    const image = first('axial', 1);
    expect([image.width, image.height]).toEqual([4, 3]);
    expect([...image.values!.subarray(0, 5)]).toEqual([1, 101, 201, 301, 11]);
    expect(image.letters).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
  });

  it('coronal: head above', () => {
    const image = first('coronal', 2);
    expect([image.width, image.height]).toEqual([4, 2]);
    expect([...image.values!]).toEqual([21, 121, 221, 321, 20, 120, 220, 320]);
    expect(image.letters).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  });

  it('sagittal: front on the left, head above', () => {
    const image = first('sagittal', 3);
    expect([image.width, image.height]).toEqual([3, 2]);
    expect([...image.values!]).toEqual([301, 311, 321, 300, 310, 320]);
    expect(image.letters).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
    expect(image.originMm).toEqual([3, 0, 1]);
  });

  it('goes through a point, kept inside the volume', () => {
    const slice = (x: number) =>
      extractPlane(axial, 0, { plane: 'sagittal', throughMm: [x, 0, 0] }).slice;
    expect([slice(2.2), slice(-50), slice(99)]).toEqual([2, 0, 3]);
  });
});

it('shows a sagittal scan in the same orientation as an axial one', () => {
  const sagittal = gridOf(
    {
      dims: [3, 2, 4],
      spacingMm: [1, 1, 1],
      originMm: [3, 0, 1],
      axes: [
        [0, 1, 0],
        [0, 0, -1],
        [-1, 0, 0],
      ],
    },
    place,
  );
  for (const plane of ['axial', 'coronal', 'sagittal'] as const) {
    const wanted = extractPlane(axial, 0, { plane, throughMm: [2, 1, 1] });
    const found = extractPlane(sagittal, 0, { plane, throughMm: [2, 1, 1] });
    expect([...found.values!]).toEqual([...wanted.values!]);
    expect(found.letters).toEqual(wanted.letters);
    expect(found.originMm).toEqual(wanted.originMm);
  }
});

it('keeps colour', () => {
  const rgb = {
    ...axial,
    geometry: upright([2, 1, 1]),
    voxelType: 'rgb8' as const,
    voxels: Uint8Array.of(1, 2, 3, 4, 5, 6),
  };
  const image = extractPlane(rgb, 0, { plane: 'acquired' });
  expect([image.values, ...image.rgb!]).toEqual([null, 1, 2, 3, 4, 5, 6]);
});

describe('pictures', () => {
  it('map the window linearly', () => {
    const window = { centre: 40, width: 400 };
    expect([-160, 40, 240, -9999, 9999].map((v) => greyLevel(v, window))).toEqual([
      0, 128, 255, 0, 255,
    ]);
    expect([0, 0.5, 1].map((v) => greyLevel(v, { centre: 0.5, width: 1 }))).toEqual([0, 128, 255]);
  });

  it('have the right shape for voxels that are not square', () => {
    const grid = gridOf(upright([10, 10, 5], [1, 1, 4]), () => 0);
    const plane = extractPlane(grid, 0, { plane: 'coronal' });
    const picture = drawPlane(plane, { width: 100, height: 100 }, { centre: 0, width: 2 });
    expect([picture.width, picture.height]).toEqual([50, 100]);
    expect(new Set(picture.rgb)).toEqual(new Set([128]));
  });

  it('average where they shrink and colour where told', () => {
    const stripes = gridOf(upright([64, 64, 1]), ([x]) => x % 2);
    const plane = extractPlane(stripes, 0, { plane: 'axial' });
    const picture = drawPlane(plane, { width: 16, height: 16 }, { centre: 0.5, width: 1 });
    for (const level of picture.rgb) expect(Math.abs(level - 127.5)).toBeLessThan(20);
    const red = drawPlane(plane, { width: 1, height: 1 }, { centre: 0, width: 1 }, () => [9, 8, 7]);
    expect([...red.rgb]).toEqual([9, 8, 7]);
  });
});
