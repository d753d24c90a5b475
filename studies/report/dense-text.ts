import type { DensePlane } from '../library/dense-records.ts';

/** Words of a dense heart's pages. */
export const denseText = {
  dense: 'Dense heart',
  research: 'RESEARCH USE: made slices are a guess between measured ones',
  method: 'Method',
  steps: (count: number) => `, ${count} steps`,
  planes: 'Planes',
  planesValue: (all: number, made: number, slices: number) =>
    `${all}, ${made} of them made between ${slices} measured slices`,
  grid: 'Grid',
  shifts: 'Breath-hold shifts',
  shiftsValue: (mm: number, corrected: boolean) =>
    `up to ${mm.toFixed(1)} mm estimated, ${corrected ? 'taken out' : 'left in'}`,
  measures: 'Measures',
  discs: 'Measured slices (reported)',
  labels: 'Dense labels',
  measuresNote: 'In brackets: what half a pixel of rim and the ends of the stack leave open.',
  names: {
    lvEdvMl: 'LV end-diastolic volume, mL',
    lvEsvMl: 'LV end-systolic volume, mL',
    lvEfPct: 'LV ejection fraction, %',
    lvMassG: 'LV mass at end-diastole, g',
    rvEdvMl: 'RV end-diastolic volume, mL',
    rvEsvMl: 'RV end-systolic volume, mL',
    rvEfPct: 'RV ejection fraction, %',
  },
  onePhaseNames: {
    lvEdvMl: 'LV volume, mL',
    lvMassG: 'LV mass, g',
    rvEdvMl: 'RV volume, mL',
  },
  /** @param phase the only one that was made; null: end-diastole of all */
  pictures: (phase: number | null) =>
    `From one measured slice to the next, ${phase === null ? 'end-diastole' : `phase ${phase + 1}`}`,
  caption: ({ kind, below, above, share }: DensePlane, plane: number) => {
    const where = {
      measured: () => `MEASURED, slice ${below + 1}`,
      made: () => `MADE, ${Math.round(100 * share)} % from slice ${below + 1} to ${above + 1}`,
      wide: () => `MADE across a wide gap, slices ${below + 1} to ${above + 1}`,
      beyond: () => `MADE beyond slice ${below + 1}`,
    };
    return `Plane ${plane + 1}: ${where[kind]()}`;
  },
  withheld: 'Slices held back and predicted',
  way: 'Way',
  muscle: 'Muscle',
  longAxis: 'Along the measured long-axis planes',
  view: 'Plane',
  correlation: 'Correlation ED / ES',
  outline: 'Outline, mm',
  warnings: 'Warnings',
  provenance: 'How it was made',
  model: 'Model',
  weights: 'Weights SHA-256',
  input: 'Input SHA-256',
  device: 'Computed on',
  made: 'Made (UTC)',
} as const;
