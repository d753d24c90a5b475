import type { HeartMeasure } from '../../library/heart-records.ts';

/** What the command line says. Errors about data are in the other rooms. */
export const cli = {
  'cli/cancelled': {
    sentence: 'Cancelled.',
    action: 'Start it again when you want it; what was finished is kept.',
  },
  'cli/no-such-file': {
    sentence: '{file} does not exist.',
    action: 'Check the path.',
  },
  'cli/export-one': {
    sentence: 'Name one of --dicom DIR, --nifti FILE, --png DIR, --rtk DIR, --stl FILE.',
    action: 'See sparrow export --help.',
  },
  'cli/not-a-matrix': {
    sentence: '{file} holds no matrix of 4 x 4 numbers.',
    action: 'Give a JSON file with such a matrix, or with the answer of an earlier match.',
  },
  'cli/match-region': {
    sentence: 'A match takes a box or the name of a structure, not {roi}.',
    action: 'See sparrow match --help.',
  },
  'cli/bad-number': {
    sentence: '{option} takes {what}, not {value}.',
    action: 'See the command’s --help.',
  },
} as const;

/** Lines for people; with --json none of them is printed. */
export const cliText = {
  nothing: 'The library is empty.',
  imported: (volumes: number, skipped: number, duplicates: number) =>
    `${volumes} volumes imported, ${skipped} files skipped, ${duplicates} already there`,
  skipped: (path: string, reason: string) => `skipped ${path}: ${reason}`,
  made: (id: string, description: string) => `${id}  ${description}`,
  written: (path: string) => `written ${path}`,
  progress: (done: string, left: string, device: string) =>
    [done, left, device].filter(Boolean).join(' · '),
  left: (seconds: number) =>
    seconds >= 90 ? `${Math.round(seconds / 60)} min left` : `${Math.round(seconds)} s left`,
  /** Rows of a heart, in this order. */
  heartRows: [
    ['lvEdvMl', 'LV end-diastolic volume', 'mL'],
    ['lvEsvMl', 'LV end-systolic volume', 'mL'],
    ['lvEfPct', 'LV ejection fraction', '%'],
    ['lvMassG', 'LV mass', 'g'],
    ['rvEdvMl', 'RV end-diastolic volume', 'mL'],
    ['rvEsvMl', 'RV end-systolic volume', 'mL'],
    ['rvEfPct', 'RV ejection fraction', '%'],
  ] as const,
  measure: (label: string, { value, low, high }: HeartMeasure, unit: string) =>
    `  ${label}: ${value.toFixed(0)} ${unit} (${low.toFixed(0)} to ${high.toFixed(0)})`,
  noneSimilar: 'No other heart of the same model’s weights is in the library.',
  neighbour: (id: string, distance: number, efPct: number | null) =>
    [id, distance.toFixed(4), efPct === null ? '' : `EF ${efPct.toFixed(0)} %`]
      .filter(Boolean)
      .join('  '),
  serving: (url: string) => `Sparrow is at ${url}`,
  matchRegionHelp: [
    'Regions of the planning CT, patient LPS millimetres:',
    '  box:x0,y0,z0,x1,y1,z1',
    '  the name of a structure, grown by --margin',
  ].join('\n'),
  roiHelp: [
    'Regions, patient LPS millimetres:',
    '  sphere:x,y,z,r',
    '  box:x0,y0,z0,x1,y1,z1',
    '  circle:x,y,z,r[,nx,ny,nz]   in the plane through its centre with normal n (default 0,0,1)',
  ].join('\n'),
};
