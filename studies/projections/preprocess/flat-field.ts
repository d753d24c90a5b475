/**
 * Dark and flat-field correction of one picture, in place: (raw - dark) / (flat - dark), so that 1
 * is the intensity without an object. Pixels where the flat field is no brighter than the dark one
 * become NaN, to be filled in as bad pixels.
 */
export function correctFlatField(
  picture: Float32Array,
  flat: Float32Array,
  dark: Float32Array | null,
): void {
  for (let n = 0; n < picture.length; n++) {
    const offset = dark?.[n] ?? 0;
    const gain = flat[n]! - offset;
    picture[n] = gain > 0 ? (picture[n]! - offset) / gain : NaN;
  }
}

/** Takes a dark picture off, in place. */
export function subtractDark(picture: Float32Array, dark: Float32Array): void {
  for (let n = 0; n < picture.length; n++) picture[n]! -= dark[n]!;
}
