import {
  voxelsOf,
  WATER_MU_PER_MM,
  type AttenuationGrid,
  type CircularGeometry,
  type GridFrame,
} from './circular-geometry.ts';
import type { ConeBeam } from './cone-beam.ts';
import { addBackProjection, filterView } from './fdk-view.ts';
import type { Projections } from './projections.ts';
import { columnWeights } from './redundancy.ts';
import { pickViews } from './view-frame.ts';

export interface FdkOptions {
  /** End of the Hann window as a fraction of the Nyquist frequency; above 10: plain ramp. */
  readonly hannCutOff: number;
  /** 'auto' (default): Parker's weights where the views leave a gap in the turn. */
  readonly shortScan?: 'auto' | boolean;
  /** Called with the number of views in the sum so far; the sum must not be kept beyond the call. */
  readonly onView?: (views: number, sum: AttenuationGrid) => void;
  readonly signal?: AbortSignal;
}

/** Views filtered and back-projected at a time: between two blocks a job reports and may end. */
const BLOCK_VIEWS = 24;

/**
 * Feldkamp-Davis-Kress reconstruction (J Opt Soc Am A 1:612, 1984) of a circular scan: views in any
 * order and at any steps, full or short arc, centred or displaced detector (redundancy.ts).
 *
 * @throws the signal's reason when it is aborted
 */
export async function fdk(
  beam: ConeBeam,
  projections: Projections,
  grid: GridFrame,
  options: FdkOptions,
): Promise<AttenuationGrid> {
  const { geometry, lineIntegrals } = projections;
  const { detectorColumns: columns, detectorRows: rows } = geometry;
  const views = geometry.anglesDeg.length;
  const weights = columnWeights(geometry, options.shortScan ?? 'auto');
  const mu = new Float32Array(voxelsOf(grid));
  for (let first = 0; first < views; first += BLOCK_VIEWS) {
    options.signal?.throwIfAborted();
    const last = Math.min(views, first + BLOCK_VIEWS);
    const part = pickViews(
      geometry,
      Array.from({ length: last - first }, (_, n) => first + n),
    );
    const filtered = await beam.filter(
      lineIntegrals.subarray(first * columns * rows, last * columns * rows),
      part,
      {
        hannCutOff: options.hannCutOff,
        columnWeights: weights.subarray(first * columns, last * columns),
      },
    );
    const sum = await beam.backProject(filtered, part, grid, { fdkWeight: true, scale: 1 });
    for (let n = 0; n < mu.length; n++) mu[n]! += sum[n]!;
    options.onView?.(last, { ...grid, mu });
  }
  return { ...grid, mu };
}

/** View-by-view FDK of a full turn, so that views may be shared among workers and their sums added. */
export class FdkAccumulator {
  readonly #geometry: CircularGeometry;
  readonly #grid: AttenuationGrid;
  readonly #hannCutOff: number;
  readonly #weights: Float32Array;

  /** @param grid zeroed (or part-filled) attenuation, added to in place. */
  constructor(geometry: CircularGeometry, grid: AttenuationGrid, hannCutOff = 1) {
    this.#geometry = geometry;
    this.#grid = grid;
    this.#hannCutOff = hannCutOff;
    this.#weights = columnWeights(geometry, 'auto');
  }

  /** Weight, filter and back-project one view. Line integrals column-major: [u * rows + v]. */
  add(view: number, projection: Float32Array): void {
    const filtered = filterView(projection, this.#geometry, view, {
      hannCutOff: this.#hannCutOff,
      columnWeights: this.#weights,
    });
    const options = { fdkWeight: true, scale: 1 };
    addBackProjection(this.#grid, this.#geometry, view, filtered, options);
  }
}

/** CT numbers of a z-fastest attenuation grid in i-fastest order, rounded and clipped to int16. */
export function attenuationToHu(grid: AttenuationGrid): Int16Array {
  const [nx, ny, nz] = grid.counts;
  const hu = new Int16Array(nx * ny * nz);
  for (let x = 0; x < nx; x++)
    for (let y = 0; y < ny; y++)
      for (let z = 0; z < nz; z++) {
        const mu = grid.mu[(x * ny + y) * nz + z] as number;
        const value = Math.round(1000 * (mu / WATER_MU_PER_MM - 1));
        hu[(z * ny + y) * nx + x] = Math.max(-1024, Math.min(3071, value));
      }
  return hu;
}
