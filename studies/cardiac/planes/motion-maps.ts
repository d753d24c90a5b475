/** What a slice's pixels do through the beat. */
export interface MotionMaps {
  /** Mean over the phases, rows x columns. */
  readonly mean: Float32Array;
  /** Amplitude of the beat's first two harmonics, rows x columns: noise and flicker stay out. */
  readonly motion: Float32Array;
  /** True where nothing was measured: all values equal. */
  readonly blank: boolean;
}

const harmonics = [1, 2] as const;

/** Mean and motion of one slice (phases x pixels). */
export function motionOf(values: Float32Array, phases: number, pixels: number): MotionMaps {
  const mean = new Float32Array(pixels);
  for (let phase = 0; phase < phases; phase++)
    for (let n = 0; n < pixels; n++) mean[n]! += values[phase * pixels + n]! / phases;
  const power = new Float32Array(pixels);
  const real = new Float32Array(pixels);
  const imaginary = new Float32Array(pixels);
  for (const harmonic of harmonics) {
    real.fill(0);
    imaginary.fill(0);
    for (let phase = 0; phase < phases; phase++) {
      const angle = (2 * Math.PI * harmonic * phase) / phases;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let n = 0; n < pixels; n++) {
        const value = values[phase * pixels + n]! - mean[n]!;
        real[n]! += c * value;
        imaginary[n]! += s * value;
      }
    }
    for (let n = 0; n < pixels; n++) power[n]! += real[n]! ** 2 + imaginary[n]! ** 2;
  }
  const motion = power.map((p) => (2 / phases) * Math.sqrt(p));
  const first = values[0];
  return { mean, motion, blank: values.every((value) => value === first) };
}
