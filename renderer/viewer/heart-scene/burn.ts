import { markFont } from '../marks.ts';
import type { SquarePicture } from './crop-picture.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** A line around a picture, so that its plane can be told in space from any side. */
export function burnBorder({ pixels, side, channels }: SquarePicture, colour: Rgb): void {
  const width = Math.max(1, Math.round(side / 96));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (Math.min(x, y, side - 1 - x, side - 1 - y) >= width) continue;
      for (let c = 0; c < 3; c++) pixels[channels * (y * side + x) + c] = colour[c]!;
    }
  }
}

/** Coverage of a short text at the top left of a picture, 0 to 255 a pixel; null without a canvas. */
export function textCoverage(text: string, side: number): Uint8Array | null {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.fillStyle = '#fff';
  context.font = `700 ${Math.round(side * 0.075)}px ${markFont}`;
  context.textBaseline = 'top';
  context.fillText(text, side * 0.035, side * 0.035);
  const { data } = context.getImageData(0, 0, side, side);
  return Uint8Array.from({ length: side * side }, (_, n) => data[4 * n + 3]!);
}

/** Lays a text over a picture. */
export function burnText(
  { pixels, channels }: SquarePicture,
  coverage: Uint8Array,
  colour: Rgb,
): void {
  for (let n = 0; n < coverage.length; n++) {
    const share = coverage[n]! / 255;
    if (share === 0) continue;
    for (let c = 0; c < 3; c++) {
      const under = pixels[channels * n + c]!;
      pixels[channels * n + c] = under + (colour[c]! - under) * share;
    }
  }
}
