import { acquisition } from './arms.ts';
import { goodWithin } from './error-statistics.ts';
import type { PositioningEvaluation } from './evaluate.ts';

/** Words of the report on positioning. */
export const positioningText = {
  title: 'How well few views position a patient',
  plotTitle: (n: number) => `Positioning error of ${n} matches, one dot each`,
  head: ({ quick, matcher, weights, cases, skipped }: PositioningEvaluation): string[] => [
    'Written by `npm run -s sparrow -- evaluate positioning`. Research software, not a medical device.',
    '',
    `Held-out patients (${cases.length}: ${cases.join(', ')}), never seen in training or tuning. The planning CT is ` +
      `the original CT or phantom; the scan is a pseudo-CBCT of it (${acquisition.denseViews} views of 360 degrees, ` +
      `${acquisition.photons.toExponential(0)} photons, sparse scans are every n-th view of the same measurement), each reconstructed by ` +
      'each method on the case’s grid (voxels of 2 to 3 mm). The patient lies away from the plan by a known ' +
      'offset of up to 10 mm along and 3 degrees about each axis (offsets.json, frozen, the same for every method), and ' +
      'is laid back by the application’s own match: six degrees of freedom, mutual information, no hint; its sample points are drawn anew for every offset.',
    '',
    `Good: within ${goodWithin.mm} mm at the isocentre and ${goodWithin.deg} degrees. Intervals: 95 %, bootstrap over the cases.`,
    '',
    `Matching code ${matcher}, MInDI-3D weights ${weights?.slice(0, 12) ?? 'not used'}${quick ? '. Quick: one phantom, five offsets' : ''}.`,
    ...(skipped.length > 0
      ? ['', `Left out because their CT is not at hand: ${skipped.join(', ')}.`]
      : []),
  ],
  moved: 'Known offsets, the scan’s grid moved',
  rescanned: 'Known offsets, the moved patient scanned anew',
  realised: { moved: 'grid moved', rescanned: 'scanned anew' },
  reference: 'reference',
  errorColumns: [
    'cases',
    'scan',
    'n (cases)',
    'mm: mean / 95 % / max',
    'degrees: mean / 95 % / max',
    'good',
    'mm against the full scan',
    'degrees against the full scan',
  ],
  axes: 'Mean absolute error of each axis, all cases',
  axesColumns: ['scan', 'offset by', 'x mm', 'y mm', 'z mm', 'x deg', 'y deg', 'z deg'],
  byCase: 'Cases: mean error, mm / degrees (grid moved)',
  caseColumns: (cases: readonly string[]) => [
    'scan',
    ...cases.map((id) => id.replace(/^test-/, '').replace(/-00$/, '')),
  ],
  refusals: 'Refused',
  refusalsNote:
    'Every wrong pair must be refused, or flagged as doubtful beside its numbers, and no right one. Another patient: the scan of each case against the planning ' +
    'CT of every other. No shared anatomy: the planning CT below the isocentre, the scan above it. Metal: a ball of 6 % of the body ' +
    'painted into the scan.',
  refusalColumns: ['pair', 'scan', 'refused', 'flagged', 'came out wrong'],
  capture: 'Capture range',
  captureNote:
    'Greatest shift and turn of the start from which the climb alone, without its grid of shifts, finds home in all of 14 ' +
    'directions, and from all smaller ones. The match itself tries shifts up to 48 mm about every start.',
  captureColumns: ['case', 'scan', 'mm', 'degrees', 'where some starts got lost'],
  limits: 'What this does not say',
  limitsList: [
    'The scans are simulated from the planning CTs: the same anatomy on the same day, the same HU, no scatter, no motion, nothing swallowed or lost. Real scans match less well, full ones too.',
    'Where the grid is moved, every offset of a case sees the same reconstruction with the same noise and streaks: the offsets vary the search and its sample points, the cases the picture. So intervals are drawn by case. The scans made anew vary all of it.',
    'The application starts MInDI-3D from the projections up to 75 views and from the FDK above. Full scans and few views share the detector, the dose for each view and the noise of the views they share.',
    'The limit of the warning (flagged) was set on these very pairs, after five without shared anatomy had been believed: how well it does on others was not measured.',
    'Phantoms of one generator are alike; that one is told from the other says little about brothers.',
  ],
} as const;
