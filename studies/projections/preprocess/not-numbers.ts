import { fillPixels } from './fill-pixels.ts';

/**
 * Fills in pixels that are not numbers from their neighbours, in place; returns how many.
 * A picture without a single number is left as it is.
 * @param picture [row][column]
 */
export function fillNotNumbers(picture: Float32Array, columns: number): number {
  const bad: number[] = [];
  for (let n = 0; n < picture.length; n++) if (!Number.isFinite(picture[n])) bad.push(n);
  if (bad.length > 0 && bad.length < picture.length) fillPixels(picture, columns, bad);
  return bad.length;
}
