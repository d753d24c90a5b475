export const evaluate = {
  'evaluate/unknown-model': {
    sentence: 'There is no evaluation of {model} in this version.',
    action: 'sparrow evaluate mindi3d, whole-heart, dmcvr and positioning are there.',
  },
  'evaluate/bad-shard': {
    sentence: '{shard} does not say which of how many processes this is.',
    action: 'Write it as 1/2 for the first of two.',
  },
  'evaluate/no-cases': {
    sentence: 'None of the held-out cases is at hand.',
    action: 'Name the folder with the test data by --data or SPARROW_DATA.',
  },
  'evaluate/no-split': {
    sentence: 'The list of held-out cases, {file}, is missing or not valid.',
    action: 'Run the evaluation from a clone of the repository.',
  },
  'evaluate/case-unreadable': {
    sentence: 'The CT of {case} in {file} cannot be read.',
    action: 'Check the test data folder.',
  },
} as const;

/** Words of the evaluation's report and table. */
export const evaluateText = {
  title: 'Evaluation of MInDI-3D-style restoration',
  head: (version: string, weights: string, quick: boolean) =>
    `Version ${version}, weights ${weights}${quick ? ', quick: few cases, one step' : ''}. ` +
    'Reference: FDK of all 400 views of the same measurement. PSNR inside the field of view less 8 voxels, ' +
    'window -1000 to 1000 HU, data range 2000 HU. Research software; simulated scans only.',
  skipped: (cases: readonly string[]) =>
    `Skipped because their CT is not at hand: ${cases.join(', ')}.`,
  bars: (method: string) => `Bars: ${method}`,
  means: 'Means over the cases',
  cases: 'Cases',
  lesions: 'Inserted lesions and lesion-free controls',
  shifts: 'Scans unlike those of training',
  foreign: 'Scans made by another program',
  dense: 'dense FDK, the reference',
  barColumns: ['bar', 'check', 'must', 'verdict', 'found'],
  meanColumns: [
    'set',
    'views',
    'method',
    'cases',
    'PSNR dB',
    'gain dB (95 %)',
    'worst gain',
    'SSIM',
    'MAE HU',
    'gradient',
    'bias lung / fat / muscle / bone',
    'residual %',
    'CPU s',
  ],
  caseColumns: [
    'case',
    'views',
    'method',
    'PSNR dB',
    'gain dB',
    'SSIM',
    'MAE HU',
    'PSNR to the object',
    'residual %',
    'CPU s',
  ],
  lesionColumns: ['case', 'method', 'mm', 'HU', 'recovery to dense FDK', 'recovery to object'],
  controlColumns: [
    'lesion-free case',
    'method',
    'new blobs',
    'removed blobs',
    'left over',
    'worst, HU',
  ],
  shiftColumns: ['case', 'scan', 'method', 'PSNR dB', 'gain dB', 'warnings'],
  foreignColumns: ['case', 'method', 'PSNR dB', 'gain dB', 'residual %'],
  worstLesion: (mm: number, hu: number, recovery: number) =>
    `Worst lesion of 8 mm or more: ${mm} mm, ${hu} HU, recovery ${recovery.toFixed(2)}; and the worst blob of the lesion-free picture.`,
  lesionPictures: [
    ['dense', 'dense FDK with the lesion'],
    ['sparse', 'sparse FDK with the lesion'],
    ['restored', 'restored, with the lesion'],
    ['without', 'restored, without the lesion'],
  ],
  blobPictures: [
    ['dense', 'dense FDK without lesions'],
    ['restored', 'restored: worst blob'],
  ],
} as const;
