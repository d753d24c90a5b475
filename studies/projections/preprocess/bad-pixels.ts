import { fillPixels } from './fill-pixels.ts';

/** Views looked at; a defect is in all of them. */
const mostViews = 12;
/** Robust standard deviations from its neighbourhood that make a pixel a defect. */
const outlying = 8;
/** Line integrals closer to their neighbourhood than this are never defects. */
const least = 0.1;

/**
 * Detector pixels that stand out from their 5x5 neighbourhood by the same amount in view after
 * view: dead, hot or stuck ones, since a real edge moves when the gantry turns.
 * @param lineIntegrals [view][u][v]
 * @returns places in [u][v]
 */
export function findBadPixels(lineIntegrals: Float32Array, us: number, vs: number): number[] {
  const pixels = us * vs;
  const views = lineIntegrals.length / pixels;
  const looked = Math.min(views, mostViews);
  const departures = Array.from({ length: looked }, (_, n) => {
    const from = Math.floor((n * views) / looked) * pixels;
    return departuresOf(lineIntegrals.subarray(from, from + pixels), us, vs);
  });
  const typical = new Float32Array(pixels);
  const column = new Float32Array(looked);
  for (let n = 0; n < pixels; n++) {
    departures.forEach((view, k) => (column[k] = view[n]!));
    typical[n] = steadyPart(column);
  }
  const spread = 1.4826 * median(Float32Array.from(typical, Math.abs), pixels);
  const limit = Math.max(least, outlying * spread);
  const bad: number[] = [];
  for (let n = 0; n < pixels; n++) if (Math.abs(typical[n]!) > limit) bad.push(n);
  return bad;
}

/** Fills bad pixels in from their neighbours, in every view, in place. */
export function repairBadPixels(
  lineIntegrals: Float32Array,
  us: number,
  vs: number,
  bad: readonly number[],
): void {
  const pixels = us * vs;
  for (let from = 0; from < lineIntegrals.length; from += pixels) {
    fillPixels(lineIntegrals.subarray(from, from + pixels), vs, bad);
  }
}

function departuresOf(view: Float32Array, us: number, vs: number): Float32Array {
  const around = new Float32Array(24);
  const out = new Float32Array(view.length);
  for (let u = 0; u < us; u++) {
    for (let v = 0; v < vs; v++) {
      let found = 0;
      for (let i = Math.max(0, u - 2); i <= Math.min(us - 1, u + 2); i++) {
        for (let j = Math.max(0, v - 2); j <= Math.min(vs - 1, v + 2); j++) {
          if (i !== u || j !== v) insert(around, found++, view[i * vs + j]!);
        }
      }
      out[u * vs + v] = view[u * vs + v]! - middle(around, found);
    }
  }
  return out;
}

/** The departure that nine views in ten share: 0 where it changes its sign. */
function steadyPart(departures: Float32Array): number {
  departures.sort();
  const tenth = Math.floor(departures.length / 10);
  const [low, high] = [departures[tenth]!, departures[departures.length - 1 - tenth]!];
  return low > 0 ? low : high < 0 ? high : 0;
}

/** Puts a value in its place among the `count` sorted ones: fastest for so few. */
function insert(sorted: Float32Array, count: number, value: number) {
  let at = count;
  for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
  sorted[at] = value;
}

/** Median of the first `count` values, which are put in order. */
function median(values: Float32Array, count: number): number {
  values.subarray(0, count).sort();
  return middle(values, count);
}

function middle(sorted: Float32Array, count: number): number {
  const half = count >> 1;
  return count % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
