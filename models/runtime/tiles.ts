/** How one axis of a volume is cut into overlapping tiles. */
export interface AxisPlan {
  /** Voxels along the axis. */
  readonly size: number;
  /** Length of every tile, a multiple of the network's stride; longer than `size` only for one tile. */
  readonly length: number;
  readonly tiles: readonly AxisTile[];
}

export interface AxisTile {
  /** Volume index of each tile voxel; beyond the border it is reflected. */
  readonly source: Int32Array;
  /** First voxel, and how many of the tile's voxels lie inside the volume. */
  readonly start: number;
  readonly inside: number;
  /** Blending weight of the inside voxels; over all tiles they sum to one at every voxel. */
  readonly weight: Float32Array;
}

export interface TileOptions {
  /** Longest tile. */
  readonly tile: number;
  /** Least overlap of neighbours. */
  readonly overlap: number;
}

/** Tile lengths are multiples of this: the network halves its grid three times. */
export const tileStride = 8;
/** A network trained on large tiles is not asked to work on less context than this. */
const shortestTile = 32;
const windowFloor = 1e-3;

/**
 * Cuts an axis into the fewest tiles of at most `tile` voxels, all equally long and evenly spread, so
 * that no tile is spent on voxels another one already covers. Weights are sin^2(pi (i + 0.5) / length)
 * with a floor, divided by their sum over the tiles; a volume's weight is the product of its axes'.
 */
export function planAxis(size: number, { tile, overlap }: TileOptions): AxisPlan {
  const count = size <= tile ? 1 : Math.ceil((size - overlap) / (tile - overlap));
  const needed = Math.ceil((size + (count - 1) * overlap) / count);
  const length = Math.max(shortestTile, Math.ceil(needed / tileStride) * tileStride);
  const window = Float64Array.from({ length }, (_, i) =>
    Math.max(windowFloor, Math.sin((Math.PI * (i + 0.5)) / length) ** 2),
  );
  const starts = Array.from({ length: count }, (_, n) =>
    count === 1 ? 0 : Math.round((n * (size - length)) / (count - 1)),
  );
  const total = new Float64Array(size);
  for (const start of starts) {
    for (let i = 0; i < length && start + i < size; i++) total[start + i]! += window[i]!;
  }
  const tiles = starts.map((start): AxisTile => {
    const inside = Math.min(length, size - start);
    return {
      start,
      inside,
      source: Int32Array.from({ length }, (_, i) => reflect(start + i, size)),
      weight: Float32Array.from({ length: inside }, (_, i) => window[i]! / total[start + i]!),
    };
  });
  return { size, length, tiles };
}

/** Index after mirroring at the first and last voxel, which are not repeated. */
export function reflect(index: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const folded = ((index % period) + period) % period;
  return folded < size ? folded : period - folded;
}

/** A tile of a volume: one tile of each axis, slowest first. */
export interface Tile {
  readonly k: AxisTile;
  readonly j: AxisTile;
  readonly i: AxisTile;
}

export interface TilePlan {
  /** Columns, rows, slices of the volume. */
  readonly dims: readonly [number, number, number];
  /** Columns, rows, slices of every tile. */
  readonly tileDims: readonly [number, number, number];
  readonly tiles: readonly Tile[];
}

/** Cuts a volume into tiles, slices outermost. */
export function planTiles(dims: readonly [number, number, number], options: TileOptions): TilePlan {
  const [alongI, alongJ, alongK] = [
    planAxis(dims[0], options),
    planAxis(dims[1], options),
    planAxis(dims[2], options),
  ];
  const tiles = alongK.tiles.flatMap((k) =>
    alongJ.tiles.flatMap((j) => alongI.tiles.map((i): Tile => ({ k, j, i }))),
  );
  return { dims, tileDims: [alongI.length, alongJ.length, alongK.length], tiles };
}
