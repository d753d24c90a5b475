import { PNG } from 'pngjs';
import { extractPlane } from '../../../studies/volume/plane.ts';
import { drawPlane, type PlanePicture } from '../../../studies/volume/plane-picture.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { writeText } from './picture-text.ts';

export interface PictureLabel {
  window: { centre: number; width: number };
  /** Stays on every picture of a model's output; null for originals. */
  badge: string | null;
}

/** Sides of a picture: small slices are enlarged so that the badge can be read. */
const leastPixels = 512;

/** A PNG for each slice and phase, as the scanner made them, with patient letters and badge. */
export function* slicePictures(
  grid: VoxelGrid,
  { window, badge }: PictureLabel,
): Generator<{ name: string; bytes: Uint8Array }> {
  const { dims } = grid.geometry;
  const side = Math.max(leastPixels, dims[0], dims[1]);
  for (let phase = 0; phase < grid.phases; phase++) {
    for (let slice = 0; slice < dims[2]; slice++) {
      const plane = extractPlane(grid, phase, { plane: 'acquired', slice });
      const picture = drawPlane(plane, { width: side, height: side }, window);
      const { width, height } = picture;
      const { letters } = plane;
      writeText(picture, letters.left, { x: 6, y: height / 2, size: 16 });
      writeText(picture, letters.right, { x: width - 22, y: height / 2, size: 16 });
      writeText(picture, letters.top, { x: width / 2, y: 20, size: 16 });
      writeText(picture, letters.bottom, { x: width / 2, y: height - 28, size: 16 });
      if (badge !== null) writeText(picture, badge, { x: 8, y: height - 8, size: 12 });
      const phaseName = grid.phases > 1 ? `-phase-${number(phase)}` : '';
      yield { name: `slice-${number(slice)}${phaseName}.png`, bytes: png(picture) };
    }
  }
}

const number = (index: number) => String(index + 1).padStart(4, '0');

function png({ width, height, rgb }: PlanePicture): Uint8Array {
  const image = new PNG({ width, height });
  for (let n = 0; n < width * height; n++) {
    image.data[4 * n] = rgb[3 * n]!;
    image.data[4 * n + 1] = rgb[3 * n + 1]!;
    image.data[4 * n + 2] = rgb[3 * n + 2]!;
    image.data[4 * n + 3] = 255;
  }
  return PNG.sync.write(image, { colorType: 2, inputHasAlpha: true, deflateLevel: 4 });
}
