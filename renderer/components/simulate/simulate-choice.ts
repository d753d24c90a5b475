import { presetIds, type PresetId } from '../../../studies/tomography/presets.ts';

/** What the form holds; an emptied number field is ''. */
export interface SimulateChoice {
  views: number | '';
  dense: number | '';
  geometry: PresetId;
  photons: number;
  scatterPercent: number;
  motionMm: number;
  /** '' leaves it to the engine: about 128 voxels across the body. */
  spacingMm: number | '';
  seed: number | '';
  keepDense: boolean;
}

/** The published protocol: 50 of 400 views, the same dose for each. */
export function simulateDefaults(): SimulateChoice {
  return {
    views: 50,
    dense: 400,
    geometry: presetIds[0],
    photons: 1e5,
    scatterPercent: 0,
    motionMm: 0,
    spacingMm: '',
    seed: 0,
    keepDense: false,
  };
}

export function isWhole(value: number | ''): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

/** Locale keys of what keeps the form from being sent. */
export function simulateProblems({ views, dense, seed }: SimulateChoice): string[] {
  const inRange = (value: number | '') => isWhole(value) && value >= 5 && value <= 2000;
  if (!inRange(views) || !inRange(dense)) return ['simulate.problem.views'];
  if (Number(views) > Number(dense)) return ['simulate.problem.moreThanDense'];
  return isWhole(seed) && seed >= 0 ? [] : ['simulate.problem.seed'];
}
