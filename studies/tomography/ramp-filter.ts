import { fftInPlace } from './fft.ts';

export interface RampFilter {
  /** Where the Hann window reaches zero, as a fraction of the Nyquist frequency; above 10: plain ramp. */
  readonly hannCutOff: number;
  /** Factor of each view and detector column, [view][u] (redundancy.ts). */
  readonly columnWeights: Float32Array;
}

/** Length of the transform for so many columns: no row wraps around onto itself. */
export function rampSize(columns: number): number {
  return 2 ** Math.ceil(Math.log2(2 * columns));
}

/**
 * Gain of the band-limited ramp with a Hann window at each of `size` frequencies, in the order of the
 * Fourier transform. The kernel is sampled in space and transformed (Kak and Slaney, ch. 3.3), so that
 * the mean is right.
 *
 * @param spacingMm pixel pitch scaled to the isocentre
 * @param hannCutOff where the window reaches zero, as a fraction of the Nyquist frequency
 */
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
