import { differenceTable } from '../colour.ts';
import { groundPixel } from '../paint.ts';
import { windowLine, type WindowLevel } from '../window-level.ts';
import type { MatchMode } from './match-modes.ts';

/** How two pictures of one plane become one. Lengths in canvas pixels. */
export interface Composition {
  readonly mode: MatchMode;
  readonly fixedWindow: WindowLevel;
  readonly movingWindow: WindowLevel;
  /** Share of the scan in the blend, 0 to 1. */
  readonly share: number;
  /** Columns left of it show the planning CT. */
  readonly divider: number;
  /** Inside the lens is the scan. */
  readonly lens: { readonly x: number; readonly y: number; readonly radius: number };
  /** Side of a square of the checkerboard. */
  readonly checker: number;
  /** The difference scale reaches from minus to plus this, in the volumes' unit. */
  readonly range: number;
}

/** The planning CT is shown this bright where the scan does not reach and ought to be seen. */
const dimmed = 0.45;

/**
 * Lays the values of the scan over those of the planning CT, one of each a canvas pixel, NaN where
 * there is nothing.
 */
export function compose(
  pixels: Uint32Array,
  columns: number,
  rows: number,
  fixed: Float32Array,
  moving: Float32Array,
  look: Composition,
): void {
  const { mode, share, divider, lens, checker } = look;
  const fixedLine = windowLine(look.fixedWindow);
  const movingLine = windowLine(look.movingWindow);
  const perUnit = 127.5 / look.range;
  const radius2 = lens.radius * lens.radius;
  const outside = 1 - share * (1 - dimmed);
  for (let row = 0; row < rows; row++) {
    const y = row + 0.5;
    const oddRow = Math.floor(y / checker) & 1;
    for (let column = 0, n = row * columns; column < columns; column++, n++) {
      const x = column + 0.5;
      const f = fixed[n]!;
      const m = moving[n]!;
      const noFixed = f !== f;
      const noMoving = m !== m;
      let pixel = groundPixel;
      if (mode === 'difference') {
        if (!noFixed && !noMoving) {
          const level = 127.5 + (m - f) * perUnit;
          pixel = differenceTable[level > 0 ? (level < 255 ? Math.round(level) : 255) : 0]!;
        }
      } else if (!noFixed || !noMoving) {
        const a = noFixed ? 0 : shade(f, fixedLine.slope, fixedLine.offset);
        const b = noMoving ? 0 : shade(m, movingLine.slope, movingLine.offset);
        if (mode === 'blend') {
          pixel = grey(noMoving ? a * outside : noFixed ? b : a + (b - a) * share);
        } else if (mode === 'two-colour') {
          pixel = noMoving ? grey(a * dimmed) : purpleGreen(a, b);
        } else {
          const scan =
            mode === 'wipe'
              ? x >= divider
              : mode === 'lens'
                ? (x - lens.x) * (x - lens.x) + (y - lens.y) * (y - lens.y) < radius2
                : ((Math.floor(x / checker) & 1) ^ oddRow) === 1;
          pixel = grey(!scan ? a : noMoving ? a * dimmed : b);
        }
      }
      pixels[n] = pixel;
    }
  }
}

function shade(value: number, slope: number, offset: number): number {
  const level = value * slope + offset;
  return level > 0 ? (level < 255 ? level : 255) : 0;
}

function grey(level: number): number {
  const g = (level + 0.5) | 0;
  return (0xff000000 | (g << 16) | (g << 8) | g) >>> 0;
}

/** Planning CT in purple, scan in green; equal values add up to grey. */
function purpleGreen(fixed: number, moving: number): number {
  const purple = (fixed + 0.5) | 0;
  return (0xff000000 | (purple << 16) | (((moving + 0.5) | 0) << 8) | purple) >>> 0;
}
