/**
 * One picture turned from file order to the house's, and binned: [row][column] to [u][v] with v
 * from the feet up. Bins are means; columns and rows that fill no bin are left off at the end.
 * @param picture [row][column], `columns` wide
 * @param out floor(columns / binning) * floor(rows / binning) numbers, filled
 */
export function binInto(
  out: Float32Array,
  picture: Float32Array,
  columns: number,
  firstRow: 'feet' | 'head',
  binning: number,
): void {
  const us = Math.floor(columns / binning);
  const vs = Math.floor(picture.length / columns / binning);
  const share = 1 / (binning * binning);
  for (let u = 0; u < us; u++) {
    for (let v = 0; v < vs; v++) {
      const row = (firstRow === 'feet' ? v : vs - 1 - v) * binning;
      const first = row * columns + u * binning;
      let sum = 0;
      for (let j = 0; j < binning; j++) {
        for (let i = 0; i < binning; i++) sum += picture[first + j * columns + i]!;
      }
      out[u * vs + v] = binning === 1 ? sum : sum * share;
    }
  }
}
