import type { PlaneImage } from './plane.ts';

/** 8-bit picture with square pixels. */
export interface PlanePicture {
  readonly width: number;
  readonly height: number;
  /** Interleaved red, green, blue. */
  readonly rgb: Uint8Array;
}

/** Grey level 0 to 255 of a physical value (DICOM PS3.3 C.11.2.1.3.2, LINEAR_EXACT). */
export function greyLevel(value: number, window: { centre: number; width: number }): number {
  const level = ((value - window.centre) / window.width + 0.5) * 255;
  return level >= 255 ? 255 : level > 0 ? Math.round(level) : 0;
}

/**
 * Draws a plane with square pixels, as large as fits into `box` with the right aspect, bilinearly
 * (averaging where it shrinks). `colour` maps grey scale otherwise, for difference maps.
 */
export function drawPlane(
  plane: PlaneImage,
  box: { readonly width: number; readonly height: number },
  window: { centre: number; width: number },
  colour?: (value: number) => readonly [number, number, number],
): PlanePicture {
  const wide = plane.width * plane.spacingMm[0];
  const high = plane.height * plane.spacingMm[1];
  const scale = Math.min(box.width / wide, box.height / high);
  const width = Math.max(1, Math.round(wide * scale));
  const height = Math.max(1, Math.round(high * scale));
  const rgb = new Uint8Array(width * height * 3);
  const columns = taps(plane.width, width);
  const rows = taps(plane.height, height);
  const { values } = plane;
  const source = values ?? plane.rgb!;
  const channels = values === null ? 3 : 1;
  let n = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let y = 0; y < row.weights.length; y++) {
          const line = (row.first + y) * plane.width + column.first;
          for (let x = 0; x < column.weights.length; x++) {
            sum += row.weights[y]! * column.weights[x]! * source[(line + x) * channels + c]!;
          }
        }
        if (channels === 3) rgb[n++] = Math.round(sum);
        else {
          const pixel = colour?.(sum) ?? [greyLevel(sum, window), 0, 0];
          rgb[n++] = pixel[0];
          rgb[n++] = colour ? pixel[1] : pixel[0];
          rgb[n++] = colour ? pixel[2] : pixel[0];
        }
      }
    }
  }
  return { width, height, rgb };
}

/** Which source pixels, and how much of each, make one target pixel: a tent as wide as a pixel. */
function taps(source: number, target: number): { first: number; weights: number[] }[] {
  const step = source / target;
  const reach = Math.max(1, step);
  return Array.from({ length: target }, (_, t) => {
    const centre = (t + 0.5) * step - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(source - 1, Math.floor(centre + reach));
    const weights: number[] = [];
    for (let s = first; s <= last; s++)
      weights.push(Math.max(1e-9, 1 - Math.abs(s - centre) / reach));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((w) => w / sum) };
  });
}
