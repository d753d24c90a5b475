import type {
  HeartFlag,
  HeartMeasure,
  HeartMeasureName,
  HeartPlane,
  HeartResult,
  HeartView,
  PapillaryConvention,
} from '../library/heart-records.ts';

/** A measure's words: its name, its unit, and how many decimals it is worth. */
interface MeasureWords {
  readonly label: string;
  readonly unit: string;
  readonly digits: 0 | 1;
}

export const measureWords: Record<HeartMeasureName, MeasureWords> = {
  lvEdvMl: { label: 'End-diastolic volume', unit: 'mL', digits: 0 },
  lvEsvMl: { label: 'End-systolic volume', unit: 'mL', digits: 0 },
  lvSvMl: { label: 'Stroke volume', unit: 'mL', digits: 0 },
  lvEfPct: { label: 'Ejection fraction', unit: '%', digits: 0 },
  cardiacOutputLMin: { label: 'Cardiac output', unit: 'L/min', digits: 1 },
  lvMassG: { label: 'Mass at end-diastole', unit: 'g', digits: 0 },
  papillaryMl: { label: 'Papillary muscles', unit: 'mL', digits: 1 },
  rvEdvMl: { label: 'End-diastolic volume', unit: 'mL', digits: 0 },
  rvEsvMl: { label: 'End-systolic volume', unit: 'mL', digits: 0 },
  rvSvMl: { label: 'Stroke volume', unit: 'mL', digits: 0 },
  rvEfPct: { label: 'Ejection fraction', unit: '%', digits: 0 },
  laMaxMl: { label: 'Left atrium, largest', unit: 'mL', digits: 0 },
  laMinMl: { label: 'Left atrium, smallest', unit: 'mL', digits: 0 },
  raMaxMl: { label: 'Right atrium, largest', unit: 'mL', digits: 0 },
  raMinMl: { label: 'Right atrium, smallest', unit: 'mL', digits: 0 },
  mitralTravelMm: { label: 'Mitral plane travel', unit: 'mm', digits: 1 },
  wallMeanMm: { label: 'Mean wall thickness', unit: 'mm', digits: 1 },
  wallMaxMm: { label: 'Greatest wall thickness', unit: 'mm', digits: 1 },
};

const views: Record<HeartView, string> = {
  sax: 'Short axis',
  '2ch': '2-chamber',
  '3ch': '3-chamber',
  '4ch': '4-chamber',
  rvot: 'RVOT',
  other: 'Other',
};
const by = { geometry: 'by geometry', pixels: 'by pixels', user: 'as the user said' } as const;

/** Every sentence of a report's heart pages. */
export const heartText = {
  heart: 'Heart function',
  research: 'Research software, not a medical device. Every number is to be checked on the images.',
  review: (count: number) =>
    `Marked for review: ${count} flags count against this result. See Flags.`,
  edited: 'Reported from contours that a person edited. The model’s own values stand beside them.',
  bodySize: 'Body size',
  bodySizeValue: (heightCm: number | null, weightKg: number | null, surfaceM2: number) =>
    [
      ...(heightCm === null ? [] : [`height ${heightCm.toFixed(0)} cm`]),
      ...(weightKg === null ? [] : [`weight ${weightKg.toFixed(0)} kg`]),
      `body surface ${surfaceM2.toFixed(2)} m² (Mosteller: √(cm × kg / 3600))`,
    ].join(', '),
  noBodySurface:
    'No values per body surface: height and weight are not both known. Give them on the heart screen.',
  rate: 'Heart rate',
  rateValue: (rate: number | null, rrMs: number | null) =>
    rate === null
      ? 'not told, so there is no cardiac output'
      : `${rate.toFixed(0)} per minute` + (rrMs === null ? '' : ` (R-R ${rrMs.toFixed(0)} ms)`),
  reportedFrom: 'Reported from',
  sources: {
    head: 'the network’s measures',
    masks: 'the model’s contours (disc summation)',
    edited: 'edited contours (disc summation)',
  },
  ejectionClass: 'LVEF class',
  ejectionClasses: {
    reduced: 'reduced',
    mildlyReduced: 'mildly reduced',
    preserved: 'preserved',
  },
  ejectionClassValue: (name: string, source: string) =>
    `${name} (${source}); these words class heart failure, they do not diagnose it`,

  leftVentricle: 'Left ventricle',
  rightVentricle: 'Right ventricle',
  atria: 'Atria',
  walls: 'Walls and mitral plane',
  columns: ['Measure', 'Value', '90 % interval', 'Usual', 'Per m²', 'Usual per m²', 'Source'],
  notMeasured: 'Not measured: no plane shows it.',
  usual: (low: number | null, high: number | null, digits: number) => {
    if (low === null && high === null) return '–';
    if (low === null) return `≤ ${high!.toFixed(digits)}`;
    if (high === null) return `≥ ${low.toFixed(digits)}`;
    return `${low.toFixed(digits)}–${high.toFixed(digits)}`;
  },
  status: { below: ' (below)', above: ' (above)', within: '' },
  source: (n: number, source: string) => `[${n}] ${source}`,
  ages: ([from, to]: readonly [number, number], checked: boolean) =>
    `${from} to ${to} years${checked ? '' : ' (the patient’s age is not known)'}`,
  noBands: (sex: string) =>
    `No usual ranges are shown: none is at hand for this sex (${sex || 'not told'}), age and convention.`,
  bandNote:
    'Usual: 95 % limits of healthy adults, of the same papillary convention. A value outside is not a diagnosis.',

  curves: 'Volume through the beat',
  curvesAlt: (edMl: number, esMl: number) =>
    `Left ventricular volume through the beat, ${edMl.toFixed(0)} mL at end-diastole and ${esMl.toFixed(0)} mL at end-systole`,
  curveNames: {
    model: 'LV, model’s contours',
    edited: 'LV, edited contours',
    right: 'RV, same contours',
    head: 'LV, network’s curve',
  },
  endDiastole: 'ED',
  endSystole: 'ES',
  phaseAxis: (last: number) => [`phase 1`, `phase ${last}`] as const,
  timeAxis: (ms: number) => [`0 ms`, `${ms.toFixed(0)} ms`] as const,

  segments: 'Wall by AHA segment',
  thickness: 'End-diastolic thickness, mm',
  thickening: 'Thickening, %',
  segmentsAlt: (what: string, values: readonly string[]) => `${what}: ${values.join(', ')}`,
  segmentsNote:
    'Segments 1 to 16, anterior above, septum left; the tip (17) is not seen in short axis. No usual range of thickening is at hand.',
  noSegments: 'Not measured: too few short-axis slices show a closed wall.',
  apex: 'tip',

  pictures: 'Contours on the images',
  picturesNote:
    'Left ventricle inside and outside, right ventricle, atria, as measured. First row end-diastole, second row end-systole.',
  legend: ['LV cavity', 'LV wall', 'RV', 'LA', 'RA'],
  caption: (view: HeartView, slice: number, phase: number, state: string) =>
    `${views[view]}${view === 'sax' ? `, slice ${slice}` : ''}, ${state}, phase ${phase}`,
  pictureAlt: (view: HeartView, state: string) => `${views[view]} at ${state} with its contours`,

  beside: 'Each way of measuring',
  besideColumns: ['Measure', 'Reported', 'Network', 'Model’s contours', 'Edited contours'],
  besideNote:
    'Network: all planes together. Contours: disc summation over short-axis slices, area-length for the atria. They should agree; flags tell where they do not.',
  absent: '–',

  flags: 'Flags',
  noFlags: 'None raised.',
  flag: ({ level, message, action, value, limit, unit }: HeartFlag, plane: string | null) =>
    [
      level === 'review' ? 'Review: ' : 'Note: ',
      message,
      figures(message, value, limit, unit),
      plane === null ? '' : ` (${plane})`,
      action === '' ? '' : ` ${action}`,
    ].join(''),

  planes: 'Planes',
  planeName: ({ view, order }: HeartPlane) =>
    view === 'sax' && order !== null ? `${views.sax} ${order + 1}` : views[view],
  planeCount: (view: HeartView, used: number, all: number) =>
    `${views[view]}: ${used} of ${all} in use`,
  planeAside: (name: string, reason: string | null) => `${name} set aside. ${reason ?? ''}`.trim(),
  planeBy: ({ viewBy }: HeartPlane) => by[viewBy],
  missing: (missing: readonly HeartView[]) =>
    missing.length === 0
      ? 'none of short axis, 2-, 3- and 4-chamber'
      : missing.map((view) => views[view]).join(', '),

  conventions: 'Conventions',
  papillary: 'Papillary muscles',
  papillaryValue: (convention: PapillaryConvention, papillaryMl: number | null) =>
    papillaries[convention] +
    (papillaryMl === null ? '' : `; their volume is ${papillaryMl.toFixed(1)} mL`),
  frames: 'Frames',
  framesValue: ({ edPhase, esPhase, phases, rrIntervalMs: rrMs }: HeartResult, byUser: boolean) => {
    const at = (phase: number) =>
      `phase ${phase + 1}` + (rrMs === null ? '' : ` (${((phase * rrMs) / phases).toFixed(0)} ms)`);
    const how = byUser ? 'as the user said' : 'largest and smallest LV volume';
    return `end-diastole ${at(edPhase)}, end-systole ${at(esPhase)} of ${phases}: ${how}`;
  },
  rvFrames: 'Frames, RV',
  rvFramesValue: (ed: number, es: number) =>
    `end-diastole phase ${ed + 1}, end-systole phase ${es + 1}: the right ventricle’s own extremes`,
  slices: 'Slices used',
  slicesValue: (used: number, all: number) => `${used} of ${all} short-axis slices`,
  planesMissing: 'Planes missing',
  heartFrame: 'Heart axes',
  heartFrameValue: ({ originBy, septalBy }: HeartResult['frame']) =>
    `centre from ${origins[originBy]}, septal direction from ${septa[septalBy]}`,
  muscle: 'Mass',
  muscleValue: 'muscle volume × 1.05 g/mL, at end-diastole',
  interval: 'Intervals',
  intervalValue: '90 %, from errors on phantom hearts: real ones may lie outside more often',
  model: 'Model',
  preprocessing: 'Preprocessing',
  weights: 'Weights (SHA-256)',
  inputHash: 'Input (SHA-256)',
  device: 'Computed on',
  deviceValue: (provider: string, seconds: number) => `${provider}, ${seconds.toFixed(1)} s`,
  made: 'Made',
} as const;

const papillaries: Record<PapillaryConvention, string> = {
  'in-volume': 'counted in the cavity, not in the mass',
  'in-mass': 'counted in the mass, not in the cavity',
};
const origins = {
  'long-axis': 'the long-axis planes',
  variance: 'what moves in the stack',
  labels: 'the contours',
  user: 'the user',
} as const;
const septa = {
  'four-chamber': 'the 4-chamber plane',
  usual: 'the usual anatomy (a guess)',
  labels: 'the contours',
  user: 'the user',
} as const;

/** "94 mL"; the unit as its column or label does not tell it. */
export function valueText(name: HeartMeasureName, measure: HeartMeasure): string {
  const { unit, digits } = measureWords[name];
  return `${measure.value.toFixed(digits)} ${unit}`;
}

export function intervalText(name: HeartMeasureName, { low, high }: HeartMeasure): string {
  const { digits } = measureWords[name];
  return `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
}

/** Value and limit in brackets; the value is left out where the message tells it already. */
function figures(
  message: string,
  value: number | null,
  limit: number | null,
  unit: string,
): string {
  const told = [
    ...(value === null || /\d/.test(message) ? [] : [round(value) + unitOf(unit)]),
    ...(value === null || limit === null ? [] : [`limit ${round(limit)}${unitOf(unit)}`]),
  ];
  return told.length === 0 ? '' : ` [${told.join(', ')}]`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function unitOf(unit: string): string {
  return unit === '' ? '' : ` ${unit}`;
}
