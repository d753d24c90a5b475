import { tidyLabels } from '../../studies/cardiac/contours/tidy-labels.ts';
import { CROP } from './graph-shapes.ts';

/**
 * `tidyLabels` on a crop, in the window that holds labels: its search for parts and holes costs in
 * proportion to the pixels looked at, and most of a crop is background.
 */
export function tidyCrop(labels: Uint8Array): Uint8Array {
  let [left, right, top, bottom] = [CROP, -1, CROP, -1];
  for (let n = 0; n < labels.length; n++) {
    if (labels[n] === 0) continue;
    const x = n % CROP;
    const y = (n - x) / CROP;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    bottom = y;
  }
  if (right < 0) return labels;
  // A rim of background, so that nothing open at the window's edge passes for a hole.
  const [x0, y0] = [left - 1, top - 1];
  const dims = [right - left + 3, bottom - top + 3] as const;
  const window = new Uint8Array(dims[0] * dims[1]);
  for (let y = top; y <= bottom; y++)
    window.set(
      labels.subarray(y * CROP + left, y * CROP + right + 1),
      (y - y0) * dims[0] + left - x0,
    );
  const tidy = tidyLabels(window, dims);
  const whole = new Uint8Array(labels.length);
  for (let y = top; y <= bottom; y++) {
    const from = (y - y0) * dims[0] + left - x0;
    whole.set(tidy.subarray(from, from + right - left + 1), y * CROP + left);
  }
  return whole;
}
