import { polygonLength, resamplePolygon, type Polygon } from './polygon.ts';

/** Points per pixel of a smoothed line. */
const density = 1.5;

/**
 * Takes the steps of the pixels out of a closed line: Gaussian along the line, applied twice as
 * 2G - GG so that a circle keeps its radius to the fourth order (a plain Gaussian shrinks it).
 * Small rings are smoothed less: no more than a twelfth of their length.
 */
export function smoothPolygon(polygon: Polygon, widthPx: number): Polygon {
  const long = polygonLength(polygon);
  const count = Math.max(8, Math.ceil(long * density));
  const even = resamplePolygon(polygon, count);
  const sigma = (Math.min(widthPx, long / 12) * count) / Math.max(long, 1e-9);
  const kernel = gaussian(sigma, count);
  const once = blur(even, kernel);
  const twice = blur(once, kernel);
  return once.map((value, i) => 2 * value - twice[i]!);
}

function gaussian(sigma: number, count: number): Float64Array {
  const reach = Math.min(Math.ceil(3 * sigma), Math.floor((count - 1) / 2));
  const kernel = new Float64Array(2 * reach + 1);
  let sum = 0;
  for (let k = -reach; k <= reach; k++)
    sum += kernel[k + reach] = Math.exp(-(k * k) / (2 * sigma * sigma));
  return kernel.map((value) => value / sum);
}

function blur(line: Polygon, kernel: Float64Array): Polygon {
  const points = line.length / 2;
  const reach = (kernel.length - 1) / 2;
  const out = new Float64Array(line.length);
  for (let i = 0; i < points; i++) {
    let x = 0;
    let y = 0;
    for (let k = -reach; k <= reach; k++) {
      const from = (((i + k) % points) + points) % points;
      x += kernel[k + reach]! * line[from * 2]!;
      y += kernel[k + reach]! * line[from * 2 + 1]!;
    }
    out[i * 2] = x;
    out[i * 2 + 1] = y;
  }
  return out;
}
