import type {
  HeartMeasures,
  HeartPlane,
  HeartResult,
  HeartView,
} from '../../library/heart-records.ts';
import { sampleHeartTruth } from '../../samples/heart-truth.ts';
import type { PlaneImage } from '../../volume/plane.ts';
import type { HeartFrameImage, ReportHeart } from '../heart-input.ts';

/** A heart's result as a report is given one: rings on squares, numbers of the sample heart. */

const SIZE = 96;

function plane(view: HeartView, n: number, parts: Partial<HeartPlane> = {}): HeartPlane {
  return {
    id: `${view}/${n}`,
    volumeId: view,
    slice: n,
    view,
    viewBy: 'geometry',
    order: view === 'sax' ? n : null,
    used: true,
    reason: null,
    slot: null,
    phases: 25,
    originMm: [0, 0, 0],
    row: [1, 0, 0],
    column: [0, 1, 0],
    spacingMm: [1.5, 1.5],
    thicknessMm: 8,
    dims: [SIZE, SIZE],
    ...parts,
  };
}

/** A bright cavity of `radius` pixels in a wall of 8, right and below the middle. */
function ring(radius: number, phase: number): HeartFrameImage {
  const labels = new Uint8Array(SIZE * SIZE);
  const values = new Float32Array(SIZE * SIZE);
  for (let n = 0; n < labels.length; n++) {
    const r = Math.hypot((n % SIZE) - 54, Math.floor(n / SIZE) - 50);
    labels[n] = r < radius ? 1 : r < radius + 8 ? 2 : 0;
    values[n] = r < radius ? 600 : r < radius + 8 ? 170 : 300;
  }
  const image: PlaneImage = {
    width: SIZE,
    height: SIZE,
    values,
    rgb: null,
    spacingMm: [1.5, 1.5],
    slice: 0,
    slices: 1,
    originMm: [0, 0, 0],
    across: [1, 0, 0],
    down: [0, 1, 0],
    letters: { left: 'R', right: 'L', top: 'A', bottom: 'P' },
  };
  return { image, labels, phase };
}

const about = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 });

export const heartMeasures: HeartMeasures = {
  lvEdvMl: about(sampleHeartTruth.lvEdvMl),
  lvEsvMl: about(sampleHeartTruth.lvEsvMl),
  lvSvMl: about(sampleHeartTruth.lvSvMl),
  lvEfPct: about(sampleHeartTruth.lvEfPct),
  lvMassG: about(sampleHeartTruth.lvMassG),
  cardiacOutputLMin: about(sampleHeartTruth.cardiacOutputLMin),
  rvEdvMl: about(118),
  rvEsvMl: about(48),
  rvEfPct: about(59),
  laMaxMl: about(61),
  wallMeanMm: about(7.2),
};

const curveMl = Array.from({ length: 25 }, (_, n) => 65 + 29 * Math.cos((2 * Math.PI * n) / 25));

const masks = {
  measures: { ...heartMeasures, lvEdvMl: about(91), lvEfPct: about(58) },
  papillaryMl: 2.9,
  lvCurveMl: curveMl,
  rvCurveMl: curveMl.map((ml) => ml * 1.2),
  edPhase: 0,
  esPhase: 9,
  rvEdPhase: 0,
  rvEsPhase: 10,
  segments: Array.from({ length: 16 }, (_, n) => ({
    segment: n + 1,
    edMeanMm: n === 4 ? null : 6 + n / 5,
    edMaxMm: 9,
    esMeanMm: 10,
    thickeningPct: n === 4 ? null : 20 + 4 * n,
  })),
  slicesUsed: ['sax/0', 'sax/1'],
};

const record: HeartResult = {
  id: 'heart',
  studyUid: '1',
  model: 'whole-heart',
  modelVersion: '0.1.0',
  weightsSha256: 'cd'.repeat(32),
  inputSha256: 'ab'.repeat(32),
  preprocessing: '1',
  provider: 'cpu',
  seconds: 9.4,
  created: '2026-01-31T10:00:00.000Z',
  badge: 'Whole-heart 0.1.0',
  planes: [
    plane('sax', 0),
    plane('sax', 1),
    plane('sax', 2, { used: false, reason: 'It shows no left ventricle.' }),
    plane('2ch', 0),
    plane('4ch', 0),
  ],
  frame: {
    originMm: [0, 0, 0],
    e1: [1, 0, 0],
    e2: [0, 1, 0],
    e3: [0, 0, 1],
    originBy: 'long-axis',
    septalBy: 'four-chamber',
  },
  leadVolumeId: 'sax',
  phases: 25,
  rrIntervalMs: 900,
  heartRate: 66.7,
  edPhase: 0,
  esPhase: 9,
  measures: heartMeasures,
  measuresBy: 'head',
  head: heartMeasures,
  headCurveMl: curveMl.map((ml) => ml * 1.05),
  masks,
  edited: null,
  labels: [],
  flags: [
    {
      code: 'heart/plane-missing',
      level: 'note',
      message: 'There is no 3-chamber plane.',
      action: 'Intervals are wider for it.',
      value: null,
      limit: null,
      unit: '',
      planeId: null,
    },
    {
      code: 'heart/plane-unlike',
      level: 'review',
      message: 'A plane is unlike what the others predict.',
      action: 'Look at it.',
      value: 0.312,
      limit: 0.2,
      unit: '',
      planeId: '2ch/0',
    },
  ],
  warnings: [],
  embedding: [],
  withoutPlane: [],
  bodySurfaceM2: 1.871,
  patientSex: 'F',
  patientAgeYears: 56,
};

export function reportHeart(parts: Partial<HeartResult> = {}): ReportHeart {
  const view = (name: HeartView, n: number) => ({
    plane: plane(name, n),
    window: { centre: 350, width: 700 },
    diastole: ring(16, 0),
    systole: ring(10, 9),
  });
  return {
    record: { ...record, ...parts },
    views: [view('sax', 1), view('2ch', 0), view('4ch', 0)],
    heightCm: 175,
    weightKg: 72,
    framesByUser: false,
    convention: 'in-volume',
    modelTitle: 'Whole-heart',
    modelStatement: 'Trained on phantoms.',
    modelLimits: ['Not validated on patients.'],
  };
}
