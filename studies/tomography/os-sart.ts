import {
  voxelsOf,
  WATER_MU_PER_MM,
  type AttenuationGrid,
  type CircularGeometry,
  type GridFrame,
} from './circular-geometry.ts';
import type { ConeBeam } from './cone-beam.ts';
import { viewOf, type Projections } from './projections.ts';
import { subsetsOfViews } from './subsets.ts';
import { pickViews } from './view-frame.ts';

export interface OsSartOptions {
  readonly iterations: number;
  readonly subsets: number;
  /** First relaxation factor; each iteration's is 0.95 of the one before. */
  readonly relaxation: number;
  /** Weight of total variation, HU; 0: none. */
  readonly tvWeightHu: number;
  /** The volume to begin with, on the same grid; air when left out. */
  readonly start?: AttenuationGrid;
  /** Called after iteration n (from 1); the grid must not be kept beyond the call. */
  readonly onIteration?: (n: number, grid: AttenuationGrid) => void;
  readonly signal?: AbortSignal;
}

const RELAXATION_DECAY = 0.95;

/** One ordered subset and what stays the same for it in every iteration. */
interface Subset {
  readonly geometry: CircularGeometry;
  readonly measured: Float32Array;
  /** One over each ray's length in the grid. */
  readonly rayWeights: Float32Array;
  /** What the back-projected ray weights sum to in each voxel. */
  readonly voxelSums: Float32Array;
}

/**
 * Simultaneous algebraic reconstruction over ordered subsets of views (Andersen and Kak, Ultrasonic
 * Imaging 6:81, 1984), kept non-negative, with a total-variation step after each iteration.
 *
 * @throws the signal's reason when it is aborted
 */
export async function osSart(
  beam: ConeBeam,
  projections: Projections,
  grid: GridFrame,
  options: OsSartOptions,
): Promise<AttenuationGrid> {
  const { iterations, relaxation, tvWeightHu, signal } = options;
  const subsets: Subset[] = [];
  for (const views of subsetsOfViews(projections.geometry.anglesDeg, options.subsets)) {
    signal?.throwIfAborted();
    subsets.push(await prepare(beam, projections, grid, views));
  }
  let mu: Float32Array = options.start
    ? options.start.mu.slice()
    : new Float32Array(voxelsOf(grid));
  for (let iteration = 0; iteration < iterations; iteration++) {
    const step = relaxation * RELAXATION_DECAY ** iteration;
    for (const subset of subsets) {
      signal?.throwIfAborted();
      await update(beam, { ...grid, mu }, subset, step);
    }
    if (tvWeightHu > 0) {
      const weight = (tvWeightHu * WATER_MU_PER_MM) / 1000;
      mu = await beam.lowerTotalVariation({ ...grid, mu }, weight);
      for (let n = 0; n < mu.length; n++) mu[n] = Math.max(mu[n]!, 0);
    }
    options.onIteration?.(iteration + 1, { ...grid, mu });
  }
  return { ...grid, mu };
}

async function prepare(
  beam: ConeBeam,
  projections: Projections,
  grid: GridFrame,
  views: readonly number[],
): Promise<Subset> {
  const geometry = pickViews(projections.geometry, views);
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  const measured = new Float32Array(views.length * pixels);
  views.forEach((view, n) => measured.set(viewOf(projections, view), n * pixels));
  const { rayWeights, voxelSums } = await sartWeights(beam, geometry, grid);
  return { geometry, measured, rayWeights, voxelSums };
}

/** One over each ray's length in the grid, and how much each voxel gets from a back projection of ones. */
export async function sartWeights(beam: ConeBeam, geometry: CircularGeometry, grid: GridFrame) {
  const ones = { ...grid, mu: new Float32Array(voxelsOf(grid)).fill(1) };
  const rayWeights = await beam.project(ones, geometry);
  // Rays that only graze the grid would weigh their noise without bound.
  const shortest = 2 * grid.spacingMm[0];
  for (let n = 0; n < rayWeights.length; n++) {
    rayWeights[n] = rayWeights[n]! > shortest ? 1 / rayWeights[n]! : 0;
  }
  const everywhere = new Float32Array(rayWeights.length).fill(1);
  const options = { fdkWeight: false, scale: 1 };
  const voxelSums = await beam.backProject(everywhere, geometry, grid, options);
  const least = 0.2 * geometry.anglesDeg.length;
  for (let n = 0; n < voxelSums.length; n++) voxelSums[n] = Math.max(voxelSums[n]!, least);
  return { rayWeights, voxelSums };
}

async function update(
  beam: ConeBeam,
  grid: AttenuationGrid,
  subset: Subset,
  step: number,
): Promise<void> {
  const { geometry, measured, rayWeights, voxelSums } = subset;
  const difference = await beam.project(grid, geometry);
  for (let n = 0; n < difference.length; n++) {
    difference[n] = (measured[n]! - difference[n]!) * rayWeights[n]!;
  }
  const options = { fdkWeight: false, scale: step };
  const change = await beam.backProject(difference, geometry, grid, options);
  const { mu } = grid;
  for (let n = 0; n < mu.length; n++) mu[n] = Math.max(mu[n]! + change[n]! / voxelSums[n]!, 0);
}
