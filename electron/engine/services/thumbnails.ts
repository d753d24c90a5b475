import { PNG } from 'pngjs';
import type { GreyWindow } from '../../../studies/dicom/assemble/assembled.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';

/** Longer side of a thumbnail in pixels. */
const SIDE_PX = 128;

/**
 * A small PNG of the middle slice of the first phase, windowed, with square pixels. Each pixel is
 * the mean of the samples under it, so that fine structure does not turn into noise.
 */
export function thumbnailPng(grid: VoxelGrid, window: GreyWindow): Uint8Array<ArrayBuffer> {
  const { dims, spacingMm } = grid.geometry;
  const [columns, rows, slices] = dims;
  const colour = grid.voxelType === 'rgb8';
  const channels = colour ? 3 : 1;
  const { width, height } = pictureSize(columns * spacingMm[0], rows * spacingMm[1]);
  const start = Math.floor(slices / 2) * columns * rows * channels;
  const png = new PNG({ width, height, colorType: colour ? 2 : 0, inputHasAlpha: true });
  for (let y = 0; y < height; y++) {
    const [j0, j1] = span(y, height, rows);
    for (let x = 0; x < width; x++) {
      const [i0, i1] = span(x, width, columns);
      const at = 4 * (y * width + x);
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let j = j0; j < j1; j++) {
          for (let i = i0; i < i1; i++) {
            const sample = start + (j * columns + i) * channels + (colour ? channel : 0);
            sum += grid.voxels[sample] ?? 0;
          }
        }
        const mean = sum / ((j1 - j0) * (i1 - i0));
        png.data[at + channel] = colour ? mean : grey(mean, grid, window);
      }
      png.data[at + 3] = 255;
    }
  }
  return new Uint8Array(PNG.sync.write(png, { colorType: colour ? 2 : 0 }));
}

function grey(stored: number, grid: VoxelGrid, { centre, width }: GreyWindow): number {
  const value = stored * grid.rescaleSlope + grid.rescaleIntercept;
  const share = (value - centre) / Math.max(width, 1e-6) + 0.5;
  return Number.isNaN(share) ? 0 : Math.round(255 * Math.min(1, Math.max(0, share)));
}

function pictureSize(widthMm: number, heightMm: number): { width: number; height: number } {
  const scale = SIDE_PX / Math.max(widthMm, heightMm);
  const pixels = (mm: number) => Math.max(1, Math.round(mm * scale));
  return { width: pixels(widthMm), height: pixels(heightMm) };
}

/** Samples under one pixel of the picture; at least one. */
function span(pixel: number, pixels: number, samples: number): [from: number, to: number] {
  const from = Math.min(samples - 1, Math.floor((pixel * samples) / pixels));
  return [from, Math.max(from + 1, Math.floor(((pixel + 1) * samples) / pixels))];
}
