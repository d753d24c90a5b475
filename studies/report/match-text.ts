import type { MatchRecord } from '../library/match-records.ts';
import type { CouchDisplay } from '../positioning/couch/display.ts';
import type { ToleranceTable } from '../positioning/tolerance/tables.ts';

type Point = readonly number[];

const mm = (p: Point) => `${p.map((value) => value.toFixed(1)).join(', ')} mm`;
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** Every sentence of the page of a positioning check. */
export const matchText = {
  title: 'Patient positioning check',
  scanned: 'Fraction (scan)',
  scan: 'Scan',
  planning: 'Planning CT',
  plan: 'Plan',
  noPlan: 'none found',
  series: (description: string, date: string) => `${description}, ${date}`,
  made: 'Match made',
  otherPatient: (scan: string, planning: string) =>
    `PATIENT IDs DIFFER: scan ${scan}, planning CT ${planning}.`,

  // The answer.
  within: (table: string) => `WITHIN TOLERANCE (${table})`,
  outside: (table: string) => `OUTSIDE TOLERANCE (${table})`,
  notJudged: 'NOT SET BESIDE A TOLERANCE',
  refused: 'REFUSED: no couch shift is given',
  refusedNote: 'Nothing in this check may be used to move the couch.',
  beyondCouch: (axes: readonly string[]) =>
    `The couch cannot follow: ${axes.join(', ').toLowerCase()}.`,

  // Signatures.
  signatures: 'Signatures',
  notSigned: 'NOT SIGNED',
  notSignedNote: 'No one has approved this match.',
  meanings: { approved: 'APPROVED', rejected: 'REJECTED' },
  by: (person: string, at: string) => `${person}, ${at}`,
  reason: (reason: string) => `Reason: ${reason}`,
  hash: 'SHA-256 of the record signed',

  // The numbers.
  rows: {
    correction: 'Couch shift',
    error: 'Error shown',
    sd: '± 1 SD',
    limit: 'Limit',
    verdict: 'Verdict',
  },
  shiftLength: 'Shift length',
  turnLength: 'Turn length',
  pass: 'pass',
  fail: 'FAIL',
  none: '–',
  numbersNote: (
    { name, shows }: CouchDisplay,
    { name: table, shiftMm, turnDeg, source: from }: ToleranceTable,
  ) =>
    `Console: ${name}, shows the ${shows === 'error' ? 'error, the inverse of the correction' : 'correction'}. ` +
    (shows === 'error'
      ? ''
      : 'Plus is up, into the gantry, to the right of a viewer who faces it. ') +
    `Tolerance "${table}": ${shiftMm} mm, ${turnDeg}° (${from}).`,

  // Pictures.
  planes: { axial: 'Axial', coronal: 'Coronal', sagittal: 'Sagittal' },
  before: 'as set up (before)',
  after: 'as matched (after)',
  asTried: 'as tried: NOT A MATCH',
  caption: (plane: 'axial' | 'coronal' | 'sagittal', when: string) =>
    `${matchText.planes[plane]}, ${when}`,
  pictureAlt: (plane: 'axial' | 'coronal' | 'sagittal', when: string) =>
    `${matchText.planes[plane]} plane through the isocentre, planning CT and scan over each other, ${when}`,
  planningKey: 'planning CT',
  scanKey: 'scan (grey where both agree)',
  isocentre: 'isocentre, which all three planes go through',
  restored: (badge: string) => `THE SCAN IS RESTORED: ${badge}`,

  // How good it is.
  quality: 'How good the match is',
  how: 'Matched',
  methods: { automatic: 'automatic', visual: 'by eye', landmarks: 'by landmarks' },
  regions: { whole: 'whole body', box: 'a box', structure: 'a structure' },
  windows: { all: 'all tissues', bone: 'bone', soft: 'soft tissue' },
  howValue: ({ method, params, seconds }: MatchRecord, regionName: string | null) => {
    const { region, dof, mode, window } = params;
    const where =
      region.kind === 'structure'
        ? `${regionName ?? matchText.regions.structure} + ${region.marginMm} mm`
        : matchText.regions[region.kind];
    return [
      matchText.methods[method] + (mode === 'hold' ? ', held as set' : ''),
      `${dof} degrees of freedom`,
      where,
      matchText.windows[window],
      `${seconds.toFixed(0)} s`,
    ].join(', ');
  },
  metric: 'Metric',
  metricValue: ({ metric, value, points }: NonNullable<MatchRecord['quality']>) =>
    `${metric.replaceAll('-', ' ')} ${value.toFixed(3)}, ${points} points`,
  agreement: 'Agreement',
  agreementValue: ({ correlation, overlap }: NonNullable<MatchRecord['quality']>) =>
    `correlation ${correlation.toFixed(3)}, overlap ${percent(overlap)}`,
  tissues: 'By tissue',
  tissuesValue: ({ correlation, local }: NonNullable<MatchRecord['evidence']>) =>
    `all ${correlation.all.toFixed(2)}, soft ${correlation.soft.toFixed(2)}, bone ${correlation.bone.toFixed(2)}` +
    (local === null ? '' : `, small blocks ${local.toFixed(2)}`),
  body: 'Body in both',
  bodyValue: ({ sharedShare, sharedMl, outlineDice }: NonNullable<MatchRecord['evidence']>) =>
    `${percent(sharedShare)} (${sharedMl.toFixed(0)} ml), outline Dice ${outlineDice.toFixed(2)}`,
  other: 'Other ways round',
  otherValue: ({ alternatives }: NonNullable<MatchRecord['evidence']>) =>
    `as matched ${alternatives.asMatched.toFixed(2)}, mirrored ${alternatives.mirrored.toFixed(2)}, turned ${alternatives.turned.toFixed(2)}`,
  metal: 'Metal',
  metalValue: ({ metalMl, metalShare }: NonNullable<MatchRecord['evidence']>) =>
    metalMl < 0.05 ? 'none seen' : `${metalMl.toFixed(1)} ml, ${(100 * metalShare).toFixed(1)} %`,
  parts: 'Without an eighth',
  partsValue: ({ mostMm, mostDeg }: NonNullable<MatchRecord['uncertainty']>) =>
    `moves by ${mostMm.toFixed(2)} mm, ${mostDeg.toFixed(2)}° at most`,
  opinion: 'Second opinion',
  noOpinion: 'none',
  opinionValue: ({ program, apartMm, apartDeg }: NonNullable<MatchRecord['opinion']>) =>
    `${program}: ${apartMm.toFixed(1)} mm, ${apartDeg.toFixed(1)}° away`,
  capture: 'Capture range',
  noCapture: 'not tried',
  captureValue: ({ shiftMm, turnDeg }: NonNullable<MatchRecord['captureRange']>) =>
    `from ${shiftMm.toFixed(0)} mm, ${turnDeg.toFixed(0)}° away`,
  residual: (name: string) => `Left over: ${name}`,
  /** Where the region would still go; patient axes: left, back and head are plus. */
  residualValue: ({ shiftMm, distanceMm, matched, shifted }: MatchRecord['residuals'][number]) =>
    shiftMm === null || distanceMm === null
      ? `cannot tell (correlation ${matched.toFixed(2)})`
      : `${distanceMm.toFixed(1)} mm ${towards(shiftMm)}(correlation ${matched.toFixed(2)}, then ${shifted.toFixed(2)})`,
  departure: 'Restored scan',
  departureValue: (share: number) =>
    `${share.toFixed(1)} % of the region departs from the measurement`,

  // What the numbers depend on.
  position: 'Position',
  isocentres: 'Isocentre',
  isocentresValue: (plan: Point, scan: Point) => `plan ${mm(plan)}; scan ${mm(scan)} (LPS)`,
  pivot: 'Pivot, order',
  pivotValue: (pivot: Point, order: string) => `${mm(pivot)} from the isocentre (IEC); ${order}`,
  matrix: 'Matrix',
  matrixNote: 'scan to planning CT, LPS mm: the truth of the match',
  warnings: 'Warnings',
} as const;

const sides = [
  ['left', 'right'],
  ['back', 'front'],
  ['head', 'feet'],
] as const;

/** "0.4 left, 1.2 feet " of a patient shift; parts below half a tenth are passed over. */
function towards(shiftMm: Point): string {
  const parts = sides.flatMap(([plus, minus], c) => {
    const value = shiftMm[c]!;
    return Math.abs(value) < 0.05
      ? []
      : [`${Math.abs(value).toFixed(1)} ${value > 0 ? plus : minus}`];
  });
  return parts.length === 0 ? '' : `(${parts.join(', ')}) `;
}
