import { createRequire } from 'node:module';
import { openSync, type Font, type Glyph } from 'fontkit';
import type { PlanePicture } from '../../../studies/volume/plane-picture.ts';

type Point = readonly [x: number, y: number];

const require = createRequire(import.meta.url);
let font: Font | undefined;

/** Lines drawn into each pixel row: enough for smooth slants at the size of a caption. */
const subRows = 4;
const curveParts = 6;
/** Free pixels at the right end of a line. */
const margin = 6;

/**
 * Writes a line of text into a picture, white on a dark edge so that it can be read on any grey. A
 * line that is too long for the picture is set smaller.
 * @param at left end of the base line, and the height of the letters' em, in pixels.
 */
export function writeText(
  picture: PlanePicture,
  text: string,
  at: { x: number; y: number; size: number },
): void {
  font ??= openSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
  const { glyphs } = font.layout(text);
  const emWidth = glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) / font.unitsPerEm;
  const size = Math.min(at.size, (picture.width - at.x - margin) / emWidth);
  const scale = size / font.unitsPerEm;
  const band = inkBand(picture, at.y, at.size);
  let pen = at.x;
  for (const glyph of glyphs) {
    fill(band, outlines(glyph, pen, at.y - band.top, scale));
    pen += glyph.advanceWidth * scale;
  }
  paint(picture, band, [-1, 0, 1], 0);
  paint(picture, band, [0], 255);
}

/** The rows of a picture that a line of text can touch. */
interface InkBand {
  top: number;
  width: number;
  height: number;
  /** Share of ink, 0 to 1, for each pixel. */
  ink: Float32Array;
}

function inkBand({ width, height }: PlanePicture, baseline: number, size: number): InkBand {
  const top = Math.max(0, Math.floor(baseline - size));
  const bottom = Math.min(height, Math.ceil(baseline + size / 2));
  const rows = Math.max(0, bottom - top);
  return { top, width, height: rows, ink: new Float32Array(width * rows) };
}

/** A glyph's closed outlines in pixels, curves as short lines. */
function outlines(glyph: Glyph, x: number, y: number, scale: number): Point[][] {
  const found: Point[][] = [];
  let line: Point[] = [];
  const place = (u: number, v: number): Point => [x + u * scale, y - v * scale];
  for (const { command, args } of glyph.path.commands) {
    const points: Point[] = [];
    for (let n = 0; n + 1 < args.length; n += 2) points.push(place(args[n]!, args[n + 1]!));
    if (command === 'moveTo') {
      line = [...points];
      found.push(line);
    } else if (command === 'lineTo') line.push(...points);
    else if (command !== 'closePath') line.push(...curve([line.at(-1)!, ...points]));
  }
  return found;
}

/** A Bézier curve of any degree by de Casteljau, without its first point. */
function curve(control: readonly Point[]): Point[] {
  return Array.from({ length: curveParts }, (_, part) => {
    const t = (part + 1) / curveParts;
    let points = [...control];
    while (points.length > 1) {
      points = points
        .slice(1)
        .map(([px, py], n) => [
          points[n]![0] + (px - points[n]![0]) * t,
          points[n]![1] + (py - points[n]![1]) * t,
        ]);
    }
    return points[0]!;
  });
}

/** Even-odd fill with exact coverage across and four lines down each pixel. */
function fill({ ink, width, height }: InkBand, shapes: Point[][]): void {
  const ys = shapes.flat().map(([, y]) => y);
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const bottom = Math.min(height, Math.ceil(Math.max(...ys)));
  for (let line = top * subRows; line < bottom * subRows; line++) {
    const crossings = crossingsAt(shapes, (line + 0.5) / subRows);
    for (let n = 0; n + 1 < crossings.length; n += 2) {
      const from = Math.max(0, crossings[n]!);
      const to = Math.min(width, crossings[n + 1]!);
      const row = Math.floor(line / subRows) * width;
      for (let px = Math.floor(from); px < to; px++) {
        ink[row + px]! += (Math.min(to, px + 1) - Math.max(from, px)) / subRows;
      }
    }
  }
}

function crossingsAt(shapes: Point[][], y: number): number[] {
  const found: number[] = [];
  for (const shape of shapes) {
    for (const [n, [x1, y1]] of shape.entries()) {
      const [x0, y0] = shape.at(n - 1)!;
      if (y0 <= y === y1 <= y) continue;
      found.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
  }
  return found.sort((a, b) => a - b);
}

/** Lays the ink, shifted by each pair of `shifts`, over the picture. */
function paint(
  { width, height, rgb }: PlanePicture,
  { ink, top }: InkBand,
  shifts: readonly number[],
  grey: number,
): void {
  for (let n = 0; n < ink.length; n++) {
    const cover = Math.min(1, ink[n]!);
    if (cover === 0) continue;
    for (const dy of shifts) {
      for (const dx of shifts) {
        const x = (n % width) + dx;
        const y = top + Math.floor(n / width) + dy;
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const at = 3 * (y * width + x);
        for (let c = at; c < at + 3; c++) rgb[c] = rgb[c]! + (grey - rgb[c]!) * cover;
      }
    }
  }
}
