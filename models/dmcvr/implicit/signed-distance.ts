/**
 * Signed distance to the outline of a mask in its plane, mm, positive inside, at pixel centres.
 * Exact Euclidean distance transform (Felzenszwalb and Huttenlocher 2012) both ways, less half a
 * pixel, so that linear interpolation crosses zero on the edge between two pixels. A mask
 * without inside (or without outside) is -`farMm` (`farMm`) throughout.
 * @param mask columns fastest, non-zero: inside
 */
export function signedDistanceMm(
  mask: Uint8Array,
  [columns, rows]: readonly [number, number],
  spacingMm: readonly [number, number],
  farMm: number,
): Float32Array {
  const half = Math.sqrt(spacingMm[0] * spacingMm[1]) / 2;
  const toInside = distances(mask, true, columns, rows, spacingMm);
  const toOutside = distances(mask, false, columns, rows, spacingMm);
  return toInside.map((outwards, at) => {
    const inside = mask[at] !== 0;
    const mm = inside ? toOutside[at]! : outwards;
    return (inside ? 1 : -1) * Math.min(farMm, Math.max(0, mm - half));
  });
}

const beyondAll = 1e12;

/** Distance of every pixel centre to the nearest one inside (or outside), mm. */
function distances(
  mask: Uint8Array,
  toInside: boolean,
  columns: number,
  rows: number,
  [dx, dy]: readonly [number, number],
): Float32Array {
  const squares = new Float64Array(mask.length);
  for (let at = 0; at < mask.length; at++)
    squares[at] = (mask[at] !== 0) === toInside ? 0 : beyondAll;
  const longest = Math.max(columns, rows);
  const scratch = {
    values: new Float64Array(longest),
    places: new Int32Array(longest),
    borders: new Float64Array(longest + 1),
  };
  for (let x = 0; x < columns; x++) lowerEnvelope(squares, x, columns, rows, dy, scratch);
  for (let y = 0; y < rows; y++) lowerEnvelope(squares, y * columns, 1, columns, dx, scratch);
  return Float32Array.from(squares, Math.sqrt);
}

/** One line of the transform: the lower envelope of parabolas of width `mm` a step. */
function lowerEnvelope(
  squares: Float64Array,
  start: number,
  stride: number,
  count: number,
  mm: number,
  scratch: { values: Float64Array; places: Int32Array; borders: Float64Array },
): void {
  const { values, places, borders } = scratch;
  for (let i = 0; i < count; i++) values[i] = squares[start + i * stride]! / (mm * mm);
  let last = 0;
  places[0] = 0;
  borders[0] = -Infinity;
  borders[1] = Infinity;
  for (let i = 1; i < count; i++) {
    let border = meeting(values, i, places[last]!);
    while (border <= borders[last]!) border = meeting(values, i, places[--last]!);
    places[++last] = i;
    borders[last] = border;
    borders[last + 1] = Infinity;
  }
  for (let i = 0, part = 0; i < count; i++) {
    while (borders[part + 1]! < i) part++;
    const place = places[part]!;
    squares[start + i * stride] = ((i - place) ** 2 + values[place]!) * mm * mm;
  }
}

/** Where the parabolas at two places have the same height. */
function meeting(values: Float64Array, i: number, j: number): number {
  return (values[i]! + i * i - (values[j]! + j * j)) / (2 * (i - j));
}
