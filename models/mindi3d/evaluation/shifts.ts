import type { RestorationCard } from '../../runtime/card.ts';
import type { SimulatedVolume } from '../../../studies/tomography/simulation/simulate-scan.ts';
import { scanWarnings } from '../scope-scan.ts';
import { scopeWarnings, type HuCensus } from '../scope.ts';
import { usualAcquisition, type Acquisition } from './scanned-case.ts';

/** A scan unlike those of training, or at its edge. */
export interface Shift {
  readonly name: string;
  readonly views: number;
  readonly acquisition: Acquisition;
  /** Whether the application can know that it lies outside the training, and must say so. */
  readonly flagged: (input: RestorationCard['input']) => boolean;
}

const at = (views: number, change?: Partial<Acquisition>) => ({
  views,
  acquisition: change ? { ...usualAcquisition, ...change, sparseViews: [views] } : usualAcquisition,
});

/** Bar 10 of mindi3d.md, section 6.6. */
export const shifts: readonly Shift[] = [
  { name: '20 views', flagged: () => true, ...at(20) },
  { name: '150 views', flagged: () => true, ...at(150) },
  {
    name: 'half fan',
    flagged: (input) => input.trainedGeometry?.halfFan !== true,
    ...at(50, { preset: 'half-fan' }),
  },
  { name: 'SDD 1540 mm', flagged: () => false, ...at(50, { preset: 'halcyon-like' }) },
  { name: 'short scan', flagged: () => true, ...at(50, { preset: 'head-short-scan' }) },
  // A quarter of the photons is twice the noise.
  { name: 'noise doubled', flagged: () => false, ...at(50, { photons: 25_000 }) },
];

/** Codes of the warnings that the application would show for such a scan. */
export function warningsFor(
  { hu, geometry, projections }: SimulatedVolume,
  input: RestorationCard['input'],
): string[] {
  const [x, y, z] = geometry.spacingMm;
  const views = projections.geometry.anglesDeg.length;
  const volume = { kind: 'cbct' as const, views, spacingMm: [x, y, z] as [number, number, number] };
  return [...scopeWarnings(volume, census(hu), input), ...scanWarnings(projections, input)].map(
    ({ code }) => code,
  );
}

function census(hu: Int16Array): HuCensus {
  const count = { voxels: hu.length, max: -32768, metal: 0, air: 0, tissue: 0, strange: 0 };
  for (const value of hu) {
    if (value > count.max) count.max = value;
    if (value > 2500) count.metal++;
    if (value < -1200 || value > 8000) count.strange++;
    else if (value < -700) count.air++;
    else if (value > -250 && value < 300) count.tissue++;
  }
  return count;
}
