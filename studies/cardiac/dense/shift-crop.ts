import { CROP_PIXEL_MM, CROP_SIZE } from '../planes/crop-grid.ts';

const last = CROP_SIZE - 1;

/**
 * Crops (any number of 96 x 96) with their content moved by `dxMm` to the right (along u) and
 * `dyMm` down (along v); bilinear, the rim is drawn out. To take a shift out, move by its opposite.
 */
export function shiftCrop(values: Float32Array, dxMm: number, dyMm: number): Float32Array {
  const columns = sources(dxMm / CROP_PIXEL_MM);
  const rows = sources(dyMm / CROP_PIXEL_MM);
  const moved = new Float32Array(values.length);
  let to = 0;
  for (let first = 0; first < values.length; first += CROP_SIZE * CROP_SIZE)
    for (const row of rows) {
      const [up, down] = [first + row.low * CROP_SIZE, first + row.high * CROP_SIZE];
      for (const { low, high, share } of columns) {
        const above = values[up + low]! + share * (values[up + high]! - values[up + low]!);
        const beneath = values[down + low]! + share * (values[down + high]! - values[down + low]!);
        moved[to++] = above + row.share * (beneath - above);
      }
    }
  return moved;
}

/** For every pixel along an axis the two it comes from. */
function sources(pixels: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: CROP_SIZE }, (_, n) => {
    const at = Math.min(last, Math.max(0, n - pixels));
    const low = Math.min(last - 1, Math.floor(at));
    return { low, high: low + 1, share: at - low };
  });
}
