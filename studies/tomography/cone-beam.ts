import type { AttenuationGrid, CircularGeometry, GridFrame } from './circular-geometry.ts';
import type { RampFilter } from './ramp-filter.ts';

export interface BackProjectionOptions {
  /** Weigh each voxel by (SAD / depth)^2, as FDK does; depth is measured along the central ray. */
  readonly fdkWeight: boolean;
  /** The sum is multiplied by this. */
  readonly scale: number;
}

/**
 * Forward and back projection on whatever runs it: this thread (`inThisThread`), or worker threads
 * (studies/projections/threads). Projections are [view][u][v], grids z fastest. Calls may overlap.
 */
export interface ConeBeam {
  /** Line integrals [view][u][v] of the grid for every view of the geometry (Joseph's method). */
  project(grid: AttenuationGrid, geometry: CircularGeometry): Promise<Float32Array>;
  /** Sum over views of the bilinearly read projections on `grid`, optionally with the FDK distance weight. */
  backProject(
    projections: Float32Array,
    geometry: CircularGeometry,
    grid: GridFrame,
    options: BackProjectionOptions,
  ): Promise<Float32Array>;
  /** Weigh every pixel and filter along the detector's columns, as FDK needs it. */
  filter(
    projections: Float32Array,
    geometry: CircularGeometry,
    filter: RampFilter,
  ): Promise<Float32Array>;
  /** argmin_u 0.5 |u - grid|^2 + weight TV(u), `weight` in 1/mm (total-variation.ts). */
  lowerTotalVariation(grid: AttenuationGrid, weight: number): Promise<Float32Array>;
  /** Ends what runs it; later calls fail. */
  dispose(): Promise<void>;
}
