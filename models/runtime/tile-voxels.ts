import type { Tile, TilePlan } from './tiles.ts';

/**
 * Copies a tile out of a volume (i fastest), reflected beyond the border. With `table`, each source
 * value v becomes table[v + table.length / 2]: a scaled copy of 16-bit voxels without a second volume.
 */
export function readTile(
  plan: TilePlan,
  tile: Tile,
  volume: Float32Array | Int16Array,
  out: Float32Array,
  table?: Float32Array,
): void {
  const [columns, rows] = plan.dims;
  const [width] = plan.tileDims;
  const { source, start, inside } = tile.i;
  const half = table === undefined ? 0 : table.length / 2;
  let at = 0;
  for (const k of tile.k.source) {
    for (const j of tile.j.source) {
      const row = (k * rows + j) * columns;
      if (table !== undefined) {
        for (let i = 0; i < width; i++) out[at + i] = table[volume[row + source[i]!]! + half]!;
      } else {
        out.set(volume.subarray(row + start, row + start + inside), at);
        for (let i = inside; i < width; i++) out[at + i] = volume[row + source[i]!]!;
      }
      at += width;
    }
  }
}

/** Adds a tile's inside voxels to a volume, each times its blending weight. */
export function addTile(
  plan: TilePlan,
  tile: Tile,
  values: Float32Array,
  volume: Float32Array,
): void {
  const [columns, rows] = plan.dims;
  const [width, height] = plan.tileDims;
  const { k, j, i } = tile;
  const alongI = i.weight;
  for (let kk = 0; kk < k.inside; kk++) {
    for (let jj = 0; jj < j.inside; jj++) {
      const weight = k.weight[kk]! * j.weight[jj]!;
      const from = (kk * height + jj) * width;
      const to = ((k.start + kk) * rows + j.start + jj) * columns + i.start;
      for (let ii = 0; ii < i.inside; ii++) {
        volume[to + ii]! += weight * alongI[ii]! * values[from + ii]!;
      }
    }
  }
}
