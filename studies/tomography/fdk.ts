import {
  voxelsOf,
  WATER_MU_PER_MM,
  type AttenuationGrid,
  type GridFrame,
} from './circular-geometry.ts';
import type { ConeBeam } from './cone-beam.ts';
import type { Projections } from './projections.ts';
import { columnWeights, isDisplaced } from './redundancy.ts';
import { pickViews } from './view-frame.ts';
import {
  centringColumns,
  tailColumns,
  widenedGeometry,
  widenedViews,
  widenedWeights,
  type Filling,
  type Widening,
} from './widened-panel.ts';

export interface FdkOptions {
  /** End of the Hann window as a fraction of the Nyquist frequency; above 10: plain ramp. */
  readonly hannCutOff: number;
  /** 'auto' (default): Parker's weights where the views leave a gap in the turn. */
  readonly shortScan?: 'auto' | boolean;
  /** 'auto' (default): a smooth tail beyond the panel's edges where the body reaches beyond them. */
  readonly truncation?: 'auto' | 'none';
  /** Called with the number of views in the sum so far; the sum must not be kept beyond the call. */
  readonly onView?: (views: number, sum: AttenuationGrid) => void;
  readonly signal?: AbortSignal;
}

/**
 * Voxels times views back-projected at a time, about half a second's work: between two blocks a job
 * reports and may end, and each block costs a pass over the volume.
 */
const BLOCK_WORK = 1.3e8;
const BLOCK_VIEWS = { least: 12, most: 50 };

/**
 * Feldkamp-Davis-Kress reconstruction (J Opt Soc Am A 1:612, 1984) of a circular scan: views in any
 * order and at any steps, full or short arc, centred or displaced detector (redundancy.ts), with a
 * tail where the body reaches beyond the panel (widened-panel.ts).
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
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  const views = geometry.anglesDeg.length;
  const weights = columnWeights(geometry, options.shortScan ?? 'auto');
  const widenings = wideningsOf(projections, options);
  const affordable = Math.round(BLOCK_WORK / voxelsOf(grid));
  const most = Math.min(BLOCK_VIEWS.most, Math.max(BLOCK_VIEWS.least, affordable));
  const block = Math.ceil(views / Math.ceil(views / most));
  let mu: Float32Array | null = null;
  for (let first = 0; first < views; first += block) {
    options.signal?.throwIfAborted();
    const last = Math.min(views, first + block);
    let panel = pickViews(geometry, range(first, last));
    let measured: Float32Array = lineIntegrals.subarray(first * pixels, last * pixels);
    let part: Float32Array = weights.subarray(
      first * geometry.detectorColumns,
      last * geometry.detectorColumns,
    );
    for (const [widening, filling] of widenings) {
      measured = widenedViews(measured, panel, widening, filling);
      part = widenedWeights(part, panel.detectorColumns, widening);
      panel = widenedGeometry(panel, widening);
    }
    const filter = { hannCutOff: options.hannCutOff, columnWeights: part };
    const filtered = await beam.filter(measured, panel, filter);
    const sum = await beam.backProject(filtered, panel, grid, { fdkWeight: true, scale: 1 });
    if (mu === null) mu = sum;
    else for (let n = 0; n < mu.length; n++) mu[n]! += sum[n]!;
    options.onView?.(last, { ...grid, mu });
  }
  return { ...grid, mu: mu ?? new Float32Array(voxelsOf(grid)) };
}

function wideningsOf(
  projections: Projections,
  { shortScan, truncation }: FdkOptions,
): (readonly [Widening, Filling])[] {
  const { geometry } = projections;
  const displaced = isDisplaced(geometry, shortScan ?? 'auto');
  const tail = truncation === 'none' ? { before: 0, after: 0 } : tailColumns(projections);
  const centring = displaced ? centringColumns(geometry) : { before: 0, after: 0 };
  // The short side of a displaced panel ends within the body, and weighs nothing there.
  const outer = {
    before: centring.before > 0 ? 0 : tail.before,
    after: centring.after > 0 ? 0 : tail.after,
  };
  return (
    [
      [outer, 'tail'],
      [centring, 'zeros'],
    ] as const
  ).filter(([{ before, after }]) => before + after > 0);
}

const range = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, n) => first + n);

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
