import { gaussianBlur } from './gaussian-blur.ts';
import type { CircularGeometry } from '../circular-geometry.ts';
import { measureView, type PhotonNoise } from './photon-noise.ts';

export interface Detector extends PhotonNoise {
  /** Scattered light as a share of the blurred primary. */
  readonly scatter: number;
  /** Beam hardening: p becomes p - hardening * p^2. */
  readonly hardening: number;
}

/** Views whose scatter is taken as one: it changes slowly over the turn. */
export const scatterViews = 25;
/** Scatter is computed on every eighth pixel, blurred by four of those. */
const coarse = 8;
const coarseSigma = 4;

/**
 * What the detector measures of noise-free line integrals [view][u][v], in place: hardening, scatter,
 * photons (models/training/simulate.py `measure`).
 *
 * @param firstView index of the first of these views in the whole scan, a multiple of scatterViews
 */
export function measure(
  lineIntegrals: Float32Array,
  panel: Pick<CircularGeometry, 'detectorColumns' | 'detectorRows'>,
  detector: Detector,
  firstView = 0,
): void {
  const pixels = panel.detectorColumns * panel.detectorRows;
  const { photons, hardening, scatter } = detector;
  for (let n = 0; n < lineIntegrals.length; n++) {
    const p = lineIntegrals[n]!;
    lineIntegrals[n] = photons * Math.exp(-(p - hardening * p * p));
  }
  for (let start = 0; start < lineIntegrals.length; start += scatterViews * pixels) {
    const block = lineIntegrals.subarray(start, start + scatterViews * pixels);
    if (scatter > 0) addScatter(block, panel.detectorColumns, panel.detectorRows, scatter);
    for (let at = 0; at < block.length; at += pixels) {
      const view = firstView + (start + at) / pixels;
      measureView(block.subarray(at, at + pixels), view, detector);
    }
  }
}

/** Adds a share of the blurred mean of the views to each of them. */
function addScatter(counts: Float32Array, columns: number, rows: number, share: number): void {
  const pixels = columns * rows;
  const views = counts.length / pixels;
  const [m, n] = [Math.ceil(columns / coarse), Math.ceil(rows / coarse)];
  const small = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let view = 0; view < views; view++) {
        sum += counts[view * pixels + i * coarse * rows + j * coarse]!;
      }
      small[i * n + j] = sum / views;
    }
  }
  const halo = enlarge(
    gaussianBlur(small, [n, m], [coarseSigma, coarseSigma]),
    m,
    n,
    columns,
    rows,
  );
  for (let at = 0; at < counts.length; at++) counts[at]! += share * halo[at % pixels]!;
}

/** Bilinear, first and last samples upon each other. */
function enlarge(small: Float32Array, m: number, n: number, columns: number, rows: number) {
  const out = new Float32Array(columns * rows);
  for (let u = 0; u < columns; u++) {
    const [i, a] = between(u, columns, m);
    for (let v = 0; v < rows; v++) {
      const [j, b] = between(v, rows, n);
      const at = i * n + j;
      const right = i + 1 < m ? n : 0;
      const below = j + 1 < n ? 1 : 0;
      const first = small[at]! + b * (small[at + below]! - small[at]!);
      const second = small[at + right]! + b * (small[at + right + below]! - small[at + right]!);
      out[u * rows + v] = first + a * (second - first);
    }
  }
  return out;
}

function between(index: number, from: number, to: number): [whole: number, part: number] {
  const at = from > 1 ? (index * (to - 1)) / (from - 1) : 0;
  const whole = Math.min(to - 1, Math.floor(at));
  return [whole, at - whole];
}
