import type { PixelPoint } from './classes.ts';
import { polygonLength, resamplePolygon, type Polygon } from './polygon.ts';

/**
 * The outline with the point nearest to `from` moved by `to` - `from`, its neighbours along the
 * line by a Gaussian of that. About one point per pixel.
 * @param falloffPx standard deviation of the pull along the line
 */
export function dragContour(
  polygon: Polygon,
  from: PixelPoint,
  to: PixelPoint,
  falloffPx: number,
): Polygon {
  const long = polygonLength(polygon);
  const count = Math.max(8, Math.ceil(long));
  const pulled = resamplePolygon(polygon, count);
  let nearest = 0;
  let shortest = Infinity;
  for (let i = 0; i < count; i++) {
    const away = Math.hypot(pulled[i * 2]! - from[0], pulled[i * 2 + 1]! - from[1]);
    if (away >= shortest) continue;
    shortest = away;
    nearest = i;
  }
  for (let i = 0; i < count; i++) {
    const steps = Math.abs(i - nearest);
    const along = (Math.min(steps, count - steps) * long) / count;
    const share = Math.exp(-(along * along) / (2 * falloffPx * falloffPx));
    pulled[i * 2] = pulled[i * 2]! + share * (to[0] - from[0]);
    pulled[i * 2 + 1] = pulled[i * 2 + 1]! + share * (to[1] - from[1]);
  }
  return pulled;
}
