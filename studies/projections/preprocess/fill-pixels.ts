/**
 * Replaces pixels by the mean of the good ones in the smallest square around them that holds at
 * least three, nearer ones counting more (inverse square distance). In place.
 * @param picture lines of `width` pixels
 * @param bad places of the pixels to replace
 */
export function fillPixels(picture: Float32Array, width: number, bad: readonly number[]): void {
  const isBad = new Set(bad);
  const height = picture.length / width;
  const values = bad.map((place) => meanAround(picture, width, height, place, isBad));
  bad.forEach((place, n) => (picture[place] = values[n]!));
}

function meanAround(
  picture: Float32Array,
  width: number,
  height: number,
  place: number,
  isBad: ReadonlySet<number>,
): number {
  const [x, y] = [place % width, Math.floor(place / width)];
  const most = Math.max(width, height);
  for (let reach = 1; ; reach++) {
    let [sum, weights, found] = [0, 0, 0];
    for (let j = Math.max(0, y - reach); j <= Math.min(height - 1, y + reach); j++) {
      for (let i = Math.max(0, x - reach); i <= Math.min(width - 1, x + reach); i++) {
        const other = j * width + i;
        if (isBad.has(other)) continue;
        const weight = 1 / ((i - x) ** 2 + (j - y) ** 2);
        sum += weight * picture[other]!;
        weights += weight;
        found++;
      }
    }
    if (found >= 3 || (reach >= most && found > 0)) return sum / weights;
    if (reach >= most) return 0;
  }
}
