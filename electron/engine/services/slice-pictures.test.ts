import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { slicePictures } from './slice-pictures.ts';

const grid: VoxelGrid = {
  geometry: {
    dims: [8, 8, 2],
    spacingMm: [2, 2, 5],
    originMm: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
  phases: 2,
  voxelType: 'int16',
  voxels: new Int16Array(256).fill(40),
  rescaleSlope: 1,
  rescaleIntercept: 0,
  unit: 'HU',
};
const window = { centre: 40, width: 400 };
const badge =
  'MInDI-3D 0.1.0 · 16 steps · mean of 16 samples · seed 4294967295 · restored from 50 views';

function pictures(text: string | null) {
  return [...slicePictures(grid, { window, badge: text })].map(({ name, bytes }) => ({
    name,
    ...PNG.sync.read(Buffer.from(bytes)),
  }));
}

/** Columns with a pixel that is not the grey of the slice, in rows from..to. */
function written(picture: { width: number; data: Buffer }, from: number, to: number): number[] {
  const columns = new Set<number>();
  for (let y = from; y < to; y++) {
    for (let x = 0; x < picture.width; x++) {
      if (Math.abs(picture.data[4 * (y * picture.width + x)]! - 128) > 2) columns.add(x);
    }
  }
  return [...columns].sort((a, b) => a - b);
}

test('a picture for each slice and phase, large enough to read', () => {
  const made = pictures(null);
  expect(made.map(({ name }) => name)).toEqual([
    'slice-0001-phase-0001.png',
    'slice-0002-phase-0001.png',
    'slice-0001-phase-0002.png',
    'slice-0002-phase-0002.png',
  ]);
  expect(made[0]).toMatchObject({ width: 512, height: 512 });
});

test('letters stand at the four sides, and the badge fits on one line', () => {
  const [plain] = pictures(null);
  const [marked] = pictures(badge);
  const sides = written(plain!, 240, 272);
  expect(sides.every((x) => x < 30 || x > 480)).toBe(true);
  expect(sides.some((x) => x < 30) && sides.some((x) => x > 480)).toBe(true);
  for (const [from, to] of [
    [4, 24],
    [470, 490],
  ]) {
    const letter = written(plain!, from!, to!);
    expect(letter.length).toBeGreaterThan(4);
    expect(letter.every((x) => x > 250 && x < 280)).toBe(true);
  }
  expect(written(plain!, 495, 512)).toEqual([]);
  const line = written(marked!, 495, 512);
  expect(line[0]).toBeLessThan(12);
  expect(line.at(-1)).toBeGreaterThan(480);
  expect(line.at(-1)).toBeLessThan(511);
});
