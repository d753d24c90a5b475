import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import { applyAffine, CROP_SIZE, cropGrid } from '../planes/crop-grid.ts';

/**
 * A label map of an acquired plane on the plane's crop grid, 96 x 96: the nearest pixel's class,
 * background outside the image.
 * @param labels rows x columns of the plane's image
 */
export function cropLabels(labels: Uint8Array, plane: HeartPlane, frame: HeartFrame): Uint8Array {
  const [columns, rows] = plane.dims;
  const { cropToImage } = cropGrid(plane, frame);
  const crop = new Uint8Array(CROP_SIZE * CROP_SIZE);
  for (let i = 0; i < CROP_SIZE; i++)
    for (let j = 0; j < CROP_SIZE; j++) {
      const [x, y] = applyAffine(cropToImage, j, i).map(Math.round) as [number, number];
      if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
      crop[i * CROP_SIZE + j] = labels[y * columns + x]!;
    }
  return crop;
}
