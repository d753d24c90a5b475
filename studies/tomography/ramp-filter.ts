import { fftInPlace } from './fft.ts';

export interface RampFilter {
  /** Where the Hann window reaches zero, as a fraction of the Nyquist frequency; above 10: plain ramp. */
  readonly hannCutOff: number;
  /** Factor of each view and detector column, [view][u] (redundancy.ts). */
  readonly columnWeights: Float32Array;
}

/**
 * Band-limited ramp filter with a Hann window, applied along detector columns.
 * The kernel is sampled in space and transformed (Kak and Slaney, ch. 3.3), so that the mean is
 * right; padding to twice the width avoids wrap-around.
 *
 * @param columns detector columns
 * @param spacingMm pixel pitch scaled to the isocentre
 * @param hannCutOff where the window reaches zero, as a fraction of the Nyquist frequency
 * @returns filter of a column-major view (rows values for each column)
 */
export function rampFilter(columns: number, spacingMm: number, hannCutOff: number) {
  const size = rampSize(columns);
  const response = rampResponse(size, spacingMm, hannCutOff);
  return (view: Float32Array, rows: number): Float32Array => {
    const out = new Float32Array(view.length);
    const real = new Float64Array(size);
    const imaginary = new Float64Array(size);
    // Two rows ride in one complex transform.
    for (let v = 0; v < rows; v += 2) {
      real.fill(0);
      imaginary.fill(0);
      const pair = v + 1 < rows;
      for (let u = 0; u < columns; u++) {
        real[u] = view[u * rows + v] as number;
        if (pair) imaginary[u] = view[u * rows + v + 1] as number;
      }
      fftInPlace(real, imaginary, false);
      for (let k = 0; k < size; k++) {
        real[k] = (real[k] as number) * (response[k] as number);
        imaginary[k] = (imaginary[k] as number) * (response[k] as number);
      }
      fftInPlace(real, imaginary, true);
      for (let u = 0; u < columns; u++) {
        out[u * rows + v] = real[u] as number;
        if (pair) out[u * rows + v + 1] = imaginary[u] as number;
      }
    }
    return out;
  };
}

/** Length of the transform for so many columns: no row wraps around onto itself. */
export function rampSize(columns: number): number {
  return 2 ** Math.ceil(Math.log2(2 * columns));
}

/** Gain at each of `size` frequencies, in the order of the Fourier transform. */
export function rampResponse(size: number, spacingMm: number, hannCutOff: number): Float64Array {
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  real[0] = 1 / (4 * spacingMm * spacingMm);
  for (let n = 1; n < size / 2; n += 2) {
    const value = -1 / (Math.PI * n * spacingMm) ** 2;
    real[n] = value;
    real[size - n] = value;
  }
  fftInPlace(real, imaginary, false);
  const out = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const frequency = Math.min(k, size - k) / (size / 2);
    const window =
      frequency < hannCutOff ? 0.5 * (1 + Math.cos((Math.PI * frequency) / hannCutOff)) : 0;
    out[k] = (real[k] as number) * window * spacingMm;
  }
  return out;
}
