import { applyAffine, type CropGrid } from '../../studies/cardiac/planes/crop-grid.ts';
import { CLASSES, CROP, FRAME_PIXELS } from './graph-shapes.ts';
import type { DrawnFrame } from './segment.ts';

/**
 * Carries a drawn crop back onto the image it was cut from: the class whose probability, interpolated
 * between the four crop pixels around, is largest among the classes that those four have. So borders
 * lie between crop pixels, and what was tidied away does not come back.
 *
 * @param into the image's own map (rows x columns, column fastest), zeros outside the crop
 */
export function toNative(
  { labels, logits }: DrawnFrame,
  grid: Pick<CropGrid, 'cropToImage' | 'imageToCrop'>,
  [columns, rows]: readonly [number, number],
  into: Uint8Array,
): void {
  const corners = [
    [0, 0],
    [CROP - 1, 0],
    [0, CROP - 1],
    [CROP - 1, CROP - 1],
  ].map(([x, y]) => applyAffine(grid.cropToImage, x!, y!));
  const reach = (axis: 0 | 1, limit: number): [number, number] => {
    const values = corners.map((corner) => corner[axis]);
    return [
      Math.max(0, Math.ceil(Math.min(...values) - 1e-6)),
      Math.min(limit - 1, Math.floor(Math.max(...values) + 1e-6)),
    ];
  };
  const [left, right] = reach(0, columns);
  const [top, bottom] = reach(1, rows);
  const m = grid.imageToCrop;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const x = m[0] * column + m[1] * row + m[2];
      const y = m[3] * column + m[4] * row + m[5];
      if (x < 0 || y < 0 || x > CROP - 1 || y > CROP - 1) continue;
      into[row * columns + column] = classAt(labels, logits, x, y);
    }
  }
}

function classAt(labels: Uint8Array, logits: Float32Array, x: number, y: number): number {
  const i = Math.min(CROP - 2, Math.floor(x));
  const j = Math.min(CROP - 2, Math.floor(y));
  const at = j * CROP + i;
  const a = labels[at]!;
  const b = labels[at + 1]!;
  const c = labels[at + CROP]!;
  const d = labels[at + CROP + 1]!;
  if (a === b && a === c && a === d) return a;
  const fx = x - i;
  const fy = y - j;
  const score = new Float64Array(CLASSES);
  addShares(score, logits, at, (1 - fx) * (1 - fy), a);
  addShares(score, logits, at + 1, fx * (1 - fy), b);
  addShares(score, logits, at + CROP, (1 - fx) * fy, c);
  addShares(score, logits, at + CROP + 1, fx * fy, d);
  let best = a;
  for (const label of [b, c, d]) if (score[label]! > score[best]!) best = label;
  return best;
}

/**
 * Adds a crop pixel's probabilities. Where tidying gave the pixel another class than its likeliest,
 * that class counts whole.
 */
function addShares(
  score: Float64Array,
  logits: Float32Array,
  at: number,
  weight: number,
  label: number,
): void {
  let most = -Infinity;
  for (let k = 0; k < CLASSES; k++) most = Math.max(most, logits[k * FRAME_PIXELS + at]!);
  if (logits[label * FRAME_PIXELS + at]! < most) {
    score[label]! += weight;
    return;
  }
  let sum = 0;
  for (let k = 0; k < CLASSES; k++) sum += Math.exp(logits[k * FRAME_PIXELS + at]! - most);
  for (let k = 0; k < CLASSES; k++)
    score[k]! += (weight * Math.exp(logits[k * FRAME_PIXELS + at]! - most)) / sum;
}
