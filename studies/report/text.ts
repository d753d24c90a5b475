/** Every sentence of the report. */
export const text = {
  title: 'Imaging report',
  researchUse:
    'Research use only. Not a medical device; not for diagnosis, dose calculation or treatment decisions.',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  madeBy: (software: string, when: string) => `Sparrow ${software} · ${when}`,
  patient: 'Patient',
  patientId: 'Patient ID',
  born: 'Born',
  sex: 'Sex',
  study: 'Study',
  studyDate: 'Date',
  series: 'Series',
  grid: 'Grid',
  gridValue: (dims: readonly number[], mm: readonly number[]) =>
    `${dims.join(' × ')} voxels of ${mm.map((value) => value.toFixed(2)).join(' × ')} mm`,
  views: 'Projections',
  phases: 'Phases',
  phasesValue: (phases: number, rr: number | null) =>
    rr === null ? String(phases) : `${phases} over ${Math.round(rr)} ms`,
  unknown: 'not told',
  pictures: 'Pictures',
  picturesNote: (centre: number, width: number) =>
    `Planes through the middle of the volume, window ${Math.round(width)} / ${Math.round(centre)} (width / centre).`,
  differenceNote: (limit: number) =>
    `Difference is output minus input, from -${limit} HU (blue) over 0 (white) to +${limit} HU (orange).`,
  input: 'Input',
  output: 'Output',
  difference: 'Difference',
  planes: { axial: 'Axial', coronal: 'Coronal', sagittal: 'Sagittal', acquired: 'As acquired' },
  frames: 'Slices at the first phase and at mid-cycle',
  slicePhase: (slice: number, phase: number) => `slice ${slice}, phase ${phase}`,
  provenance: 'How the output was made',
  model: 'Model',
  weights: 'Weights (SHA-256)',
  inputHash: 'Input (SHA-256)',
  outputHash: 'Output (SHA-256)',
  settings: 'Settings',
  settingsValue: (steps: number, samples: number, seed: number) =>
    `${steps} ${steps === 1 ? 'step' : 'steps'}, ${samples} ${samples === 1 ? 'sample' : 'samples'}, seed ${seed}`,
  device: 'Computed on',
  deviceValue: (provider: string, seconds: number) => `${provider}, ${seconds.toFixed(1)} s`,
  made: 'Made',
  change: 'Output against input',
  changeValue: (psnr: number, mae: number, bias: number, range: number) =>
    `PSNR ${psnr.toFixed(1)} dB (range ${range} HU), mean absolute change ${mae.toFixed(1)} HU, mean change ${bias.toFixed(1)} HU. This tells how much was changed, not how true it is.`,
  evidence: 'Agreement with the measurement',
  evidenceAbsent:
    'Not checked: the projections that the input was reconstructed from are not in the library.',
  percent: (value: number) => `${Number(value.toPrecision(2))} %`,
  residual: 'Residual',
  residualValue: (result: number, input: number) =>
    `${result.toFixed(2)} % of the measured line integrals; the input's own: ${input.toFixed(2)} %`,
  departing: 'Departing voxels',
  departingValue: (result: number, input: number | null, limit: number) =>
    `${result.toFixed(2)} % of the field of view by more than ${limit} HU` +
    (input === null ? '' : `; the input's own: ${input.toFixed(2)} %`),
  how: 'Use of the projections',
  howValue: (start: 'fdk' | 'projections', refine: number) =>
    [
      start === 'projections'
        ? 'data-consistent start (ours: OS-SART-TV before the first step)'
        : 'start from the FDK volume',
      refine > 0
        ? `${refine} OS-SART ${refine === 1 ? 'iteration' : 'iterations'} after the last step (ours)`
        : 'no refinement',
    ].join('; '),
  viewPlotNote:
    'Residual of each view, percent of its measured line integrals; the line is the whole scan.',
  viewPlotAlt: (views: number, worst: number, percent: number) =>
    `Residual of ${views} views; view ${worst} agrees least, ${percent.toFixed(2)} %`,
  viewAt: (view: number, angleDeg: number | null) =>
    angleDeg === null ? `view ${view}` : `view ${view}, ${angleDeg.toFixed(0)}°`,
  departure: 'Departure map',
  departureNote:
    'Through the voxel that departs most. Back-projected residual: orange where the picture is denser than the rays tell, blue where it is less dense. Noise is carried back too.',
  flags: 'Out-of-scope flags',
  noFlags: 'none raised',
  flagCount: (count: number) => `${count} raised, listed under Warnings`,
  warnings: 'Warnings',
  noWarnings: 'None raised for this volume.',
  readers: 'What a reader must know',
  notes: [
    'Structures may have been invented, removed or smoothed. Compare with the input before relying on any detail.',
    'Not for dose calculation: CT numbers of the output are not validated for it.',
    'Not for contouring targets or organs without checking against the planning CT or a full-view scan.',
    'More steps look sharper, not truer.',
  ],
  pictureAlt: (plane: string, what: string) => `${plane} plane, ${what}`,
} as const;
