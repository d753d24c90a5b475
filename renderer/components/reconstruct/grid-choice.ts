import type { ProjectionsRecord } from '../../../studies/library/records.ts';
import { scanFacts } from '../projections/scan-facts.ts';

export type Dims = readonly [x: number, y: number, z: number];

/** Voxel sizes that can be chosen, millimetres. */
export const spacingsMm = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5] as const;

/** Voxels along each side come in steps of this many: it suits kernels and the network alike. */
const step = 8;
export const fewestVoxels = 16;
export const mostVoxels = 1024;
/** Of the suggested grid: a picture one looks at within a minute. */
const suggestedVoxels = 192;

/**
 * The finest spacing that does not claim more detail than the detector gives at the isocentre and
 * needs no more than 192 voxels across the field of view.
 */
export function suggestedSpacing(scan: ProjectionsRecord): number {
  const pixelAtIsocentre = (Math.max(...scan.pixelMm) * scan.sourceAxisMm) / scan.sourceDetectorMm;
  const across = scanFacts(scan).fieldOfViewMm.diameter / suggestedVoxels;
  const least = Math.max(pixelAtIsocentre, across);
  return spacingsMm.find((spacing) => spacing >= least - 1e-6) ?? spacingsMm.at(-1)!;
}

/** The grid that covers the field of view at this spacing. */
export function coveringGrid(scan: ProjectionsRecord, spacingMm: number): Dims {
  const { diameter, height } = scanFacts(scan).fieldOfViewMm;
  const count = (lengthMm: number) => {
    const voxels = Math.ceil(lengthMm / spacingMm / step - 1e-6) * step;
    return Math.min(Math.max(voxels, fewestVoxels), mostVoxels);
  };
  const across = count(diameter);
  return [across, across, count(height)];
}

export function isGrid(dims: readonly (number | '')[]): dims is Dims & readonly number[] {
  return dims.every(
    (n) => typeof n === 'number' && Number.isInteger(n) && n >= fewestVoxels && n <= mostVoxels,
  );
}
