import { CROP, PIXELS } from './graph-shapes.ts';

const HALF = CROP / 2;

/** Where pixel n of a 96 x 96 picture lies in its 4 x 48 x 48 form: CONTRACT.md. */
const places = Uint16Array.from({ length: PIXELS }, (_, n) => {
  const [row, column] = [Math.floor(n / CROP), n % CROP];
  const channel = 2 * (row % 2) + (column % 2);
  return channel * HALF * HALF + Math.floor(row / 2) * HALF + Math.floor(column / 2);
});

/** [n][96][96] to [n][4][48][48]; lossless. */
export function toDepth(pictures: Float32Array): Float32Array {
  const deep = new Float32Array(pictures.length);
  for (let from = 0; from < pictures.length; from += PIXELS)
    for (let n = 0; n < PIXELS; n++) deep[from + places[n]!] = pictures[from + n]!;
  return deep;
}

/** The way back. */
export function toSpace(deep: Float32Array): Float32Array {
  const pictures = new Float32Array(deep.length);
  for (let from = 0; from < deep.length; from += PIXELS)
    for (let n = 0; n < PIXELS; n++) pictures[from + n] = deep[from + places[n]!]!;
  return pictures;
}
