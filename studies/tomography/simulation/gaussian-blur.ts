/**
 * Separable Gaussian with edges mirrored (the edge sample counted twice) and the window cut at four
 * standard deviations, as scipy.ndimage.gaussian_filter has it.
 *
 * @param dims lengths of the axes, the fastest first
 * @param sigma standard deviation along each axis in samples; 0 leaves the axis alone
 */
export function gaussianBlur(
  values: Float32Array,
  dims: readonly number[],
  sigma: readonly number[],
): Float32Array {
  let current = values;
  let inner = 1;
  for (const [axis, length] of dims.entries()) {
    const s = sigma[axis] ?? 0;
    if (s > 0) current = blurAxis(current, inner, length, window(s));
    inner *= length;
  }
  return current === values ? values.slice() : current;
}

function window(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const taps = Float64Array.from({ length: 2 * radius + 1 }, (_, n) =>
    Math.exp(-0.5 * ((n - radius) / sigma) ** 2),
  );
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** One axis of stride `inner`; neighbouring lines of the fastest axis are done side by side. */
function blurAxis(
  values: Float32Array,
  inner: number,
  length: number,
  taps: Float64Array,
): Float32Array {
  const radius = (taps.length - 1) / 2;
  const out = new Float32Array(values.length);
  const block = inner * length;
  for (let base = 0; base < values.length; base += block) {
    for (let n = 0; n < length; n++) {
      const to = base + n * inner;
      for (let d = -radius; d <= radius; d++) {
        const from = base + mirrored(n + d, length) * inner;
        const tap = taps[d + radius]!;
        for (let i = 0; i < inner; i++) out[to + i]! += tap * values[from + i]!;
      }
    }
  }
  return out;
}

/** c b a | a b c | c b a */
function mirrored(n: number, length: number): number {
  const period = 2 * length;
  const m = ((n % period) + period) % period;
  return m < length ? m : period - 1 - m;
}
