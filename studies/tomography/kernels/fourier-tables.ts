/** cos and -sin of 2 pi k / size in pairs, k < size / 2. */
export function twiddlePairs(size: number): Float32Array {
  const out = new Float32Array(size);
  for (let k = 0; k < size / 2; k++) {
    out[2 * k] = Math.cos((2 * Math.PI * k) / size);
    out[2 * k + 1] = -Math.sin((2 * Math.PI * k) / size);
  }
  return out;
}

/** A spectrum in the order in which a transform that does not reorder leaves it, divided by its length. */
export function bitReversed(spectrum: Float64Array): Float32Array {
  const bits = Math.log2(spectrum.length);
  return Float32Array.from(spectrum, (_, n) => {
    let source = 0;
    for (let bit = 0; bit < bits; bit++) if (n & (1 << bit)) source |= 1 << (bits - 1 - bit);
    return spectrum[source]! / spectrum.length;
  });
}
