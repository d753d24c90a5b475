import { diceOf } from '../../studies/cardiac/dense/reslice-agreement.ts';
import { heartClass } from '../../studies/cardiac/contours/classes.ts';
import { CROP, PIXELS } from './graph-shapes.ts';

/** Columns and rows of a box in a crop, the last ones left out. */
export interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

const marginPixels = 5;

/** The labels' box and 10 mm round it; null where no heart is shown. */
export function heartBox(labels: Uint8Array): Box | null {
  let [x0, x1, y0, y1] = [CROP, -1, CROP, -1];
  for (let n = 0; n < PIXELS; n++) {
    if (labels[n] === 0) continue;
    const [x, y] = [n % CROP, Math.floor(n / CROP)];
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    y0 = Math.min(y0, y);
    y1 = y;
  }
  if (x1 < 0) return null;
  return {
    x0: Math.max(0, x0 - marginPixels),
    x1: Math.min(CROP, x1 + marginPixels + 1),
    y0: Math.max(0, y0 - marginPixels),
    y1: Math.min(CROP, y1 + marginPixels + 1),
  };
}

/** Peak signal-to-noise ratio in a box, dB, of pictures from 0 to 1. */
export function psnrDb(a: Float32Array, b: Float32Array, { x0, x1, y0, y1 }: Box): number {
  let squares = 0;
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) squares += (a[y * CROP + x]! - b[y * CROP + x]!) ** 2;
  return -10 * Math.log10(Math.max(squares / ((x1 - x0) * (y1 - y0)), 1e-12));
}

const side = 7;
const [c1, c2] = [0.01 ** 2, 0.03 ** 2];

/** Mean structural similarity over 7 x 7 windows inside a box (Wang 2004), range 1. */
export function ssim(a: Float32Array, b: Float32Array, { x0, x1, y0, y1 }: Box): number {
  let [sum, windows] = [0, 0];
  for (let y = y0; y + side <= y1; y++)
    for (let x = x0; x + side <= x1; x++) {
      sum += ssimAt(a, b, x, y);
      windows++;
    }
  return windows === 0 ? 1 : sum / windows;
}

function ssimAt(a: Float32Array, b: Float32Array, x: number, y: number): number {
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let j = y; j < y + side; j++)
    for (let n = j * CROP + x; n < j * CROP + x + side; n++) {
      const [va, vb] = [a[n]!, b[n]!];
      sa += va;
      sb += vb;
      saa += va * va;
      sbb += vb * vb;
      sab += va * vb;
    }
  const count = side * side;
  const [ma, mb] = [sa / count, sb / count];
  // Sample variances, as the usual implementations take them.
  const unbiased = count / (count - 1);
  const [va, vb] = [(saa / count - ma * ma) * unbiased, (sbb / count - mb * mb) * unbiased];
  const cov = (sab / count - ma * mb) * unbiased;
  return ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
}

const everywhere = new Uint8Array(PIXELS).fill(1);

/** Dice of each chamber; null where neither shows it. */
export function diceByClass(got: Uint8Array, want: Uint8Array) {
  const of = (label: number) => diceOf(got, want, label, everywhere);
  return {
    lvCavity: of(heartClass.lvCavity),
    lvMyocardium: of(heartClass.lvMyocardium),
    rvCavity: of(heartClass.rvCavity),
  };
}
