import { WATER_MU_PER_MM, type AttenuationGrid, type GridFrame } from './circular-geometry.ts';
import type { ConeBeam } from './cone-beam.ts';
import { sartWeights } from './os-sart.ts';
import type { Projections } from './projections.ts';

export interface Residual {
  /** Line integrals [view][u][v] of the volume minus the measured ones. */
  readonly computedMinusMeasured: Float32Array;
  /** Sum of absolute differences as a percentage of the sum of absolute measured line integrals. */
  readonly percent: number;
  readonly perViewPercent: readonly number[];
}

/** How far a volume's own projections are from the measured ones. */
export async function residual(
  beam: ConeBeam,
  projections: Projections,
  grid: AttenuationGrid,
): Promise<Residual> {
  const { geometry, lineIntegrals: measured } = projections;
  const difference = await beam.project(grid, geometry);
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  let allDifference = 0;
  let allMeasured = 0;
  const perViewPercent = geometry.anglesDeg.map((_, view) => {
    let sum = 0;
    let total = 0;
    for (let n = view * pixels; n < (view + 1) * pixels; n++) {
      difference[n]! -= measured[n]!;
      sum += Math.abs(difference[n]!);
      total += Math.abs(measured[n]!);
    }
    allDifference += sum;
    allMeasured += total;
    return percentage(sum, total);
  });
  return {
    computedMinusMeasured: difference,
    percent: percentage(allDifference, allMeasured),
    perViewPercent,
  };
}

const percentage = (part: number, whole: number) => (whole > 0 ? (100 * part) / whole : 0);

/**
 * Where a volume departs from the measurement: its residual back-projected as one SART update of all
 * views would, in HU, z fastest. Positive: the volume is denser there than the rays tell.
 */
export async function departure(
  beam: ConeBeam,
  projections: Projections,
  grid: GridFrame,
  { computedMinusMeasured }: Residual,
): Promise<Float32Array> {
  const { geometry } = projections;
  const { rayWeights, voxelSums } = await sartWeights(beam, geometry, grid);
  for (let n = 0; n < rayWeights.length; n++) rayWeights[n]! *= computedMinusMeasured[n]!;
  const options = { fdkWeight: false, scale: 1000 / WATER_MU_PER_MM };
  const map = await beam.backProject(rayWeights, geometry, grid, options);
  for (let n = 0; n < map.length; n++) map[n]! /= voxelSums[n]!;
  return map;
}
