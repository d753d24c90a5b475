import type {
  HeartMeasure,
  HeartPlane,
  HeartPlanes,
  HeartResult,
} from '../../studies/library/heart-records.ts';

/** Plausible hearts for unit tests; each takes what a test cares about. */
export const aMeasure = (value: number, share = 0.05): HeartMeasure => ({
  value,
  low: value * (1 - share),
  high: value * (1 + share),
});

export function aPlane(given: Partial<HeartPlane> = {}): HeartPlane {
  const volumeId = given.volumeId ?? 'v1';
  const slice = given.slice ?? 0;
  return {
    id: `${volumeId}/${slice}`,
    volumeId,
    slice,
    view: 'sax',
    viewBy: 'geometry',
    order: given.view === undefined || given.view === 'sax' ? slice : null,
    used: true,
    reason: null,
    slot: null,
    phases: 4,
    originMm: [0, 0, 10 * slice],
    row: [1, 0, 0],
    column: [0, 1, 0],
    spacingMm: [1, 1],
    thicknessMm: 8,
    dims: [16, 12],
    ...given,
  };
}

const planes = () => [
  ...[0, 1, 2].map((slice) => aPlane({ slice })),
  aPlane({ volumeId: 'v2', view: '4ch' }),
];

const frame: HeartResult['frame'] = {
  originMm: [8, 6, 10],
  e1: [-1, 0, 0],
  e2: [0, 1, 0],
  e3: [0, 0, 1],
  originBy: 'long-axis',
  septalBy: 'four-chamber',
};

export function aHeartPlanes(given: Partial<HeartPlanes> = {}): HeartPlanes {
  return {
    studyUid: '1.2',
    planes: planes(),
    frame,
    leadVolumeId: 'v1',
    phases: 4,
    rrIntervalMs: 1000,
    heartRate: 60,
    corrections: {
      views: {},
      used: {},
      orderReversed: false,
      centreMm: null,
      edPhase: null,
      esPhase: null,
      heightCm: null,
      weightKg: null,
    },
    warnings: [],
    ...given,
  };
}

export function aHeart(given: Partial<HeartResult> = {}): HeartResult {
  const measures = {
    lvEdvMl: aMeasure(160),
    lvEsvMl: aMeasure(64),
    lvSvMl: aMeasure(96),
    lvEfPct: aMeasure(60),
    lvMassG: aMeasure(110),
    papillaryMl: aMeasure(10),
  };
  return {
    id: 'h1',
    studyUid: '1.2',
    model: 'Whole-heart',
    modelVersion: '0.1.0',
    weightsSha256: 'a'.repeat(64),
    inputSha256: 'b'.repeat(64),
    preprocessing: '1',
    provider: 'cpu',
    seconds: 20,
    created: '2026-02-01T00:00:00Z',
    badge: 'Whole-heart 0.1.0 · research use',
    planes: planes(),
    frame,
    leadVolumeId: 'v1',
    phases: 4,
    rrIntervalMs: 1000,
    heartRate: 60,
    edPhase: 0,
    esPhase: 2,
    measures,
    measuresBy: 'head',
    head: measures,
    masks: {
      measures: { lvEdvMl: aMeasure(158), lvEsvMl: aMeasure(66), lvEfPct: aMeasure(58) },
      papillaryMl: 9,
      lvCurveMl: [158, 100, 66, 120],
      rvCurveMl: null,
      edPhase: 0,
      esPhase: 2,
      rvEdPhase: null,
      rvEsPhase: null,
      segments: [],
      slicesUsed: ['v1/0', 'v1/1', 'v1/2'],
    },
    edited: null,
    labels: [{ sourceVolumeId: 'v1', labelsVolumeId: 'l1' }],
    flags: [],
    warnings: [],
    embedding: [1],
    withoutPlane: [],
    bodySurfaceM2: null,
    patientSex: 'M',
    patientAgeYears: 50,
    ...given,
  };
}
