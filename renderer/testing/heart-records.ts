import type {
  HeartMeasure,
  HeartPlane,
  HeartResult,
  HeartTrend,
  HeartView,
  MaskMeasures,
} from '../../studies/library/heart-records.ts';

/** A figure with an interval of `half` to both sides. */
export function aMeasure(value: number, half: number): HeartMeasure {
  return { value, low: value - half, high: value + half };
}

/** A plane of a heart whose long axis runs along z and whose right ventricle lies along x. */
export function aHeartPlane(view: HeartView, given: Partial<HeartPlane> = {}): HeartPlane {
  const sax = view === 'sax';
  const order = sax ? (given.order ?? 0) : null;
  const volumeId = given.volumeId ?? (sax ? 'sax' : view);
  const slice = given.slice ?? order ?? 0;
  return {
    id: `${volumeId}/${slice}`,
    volumeId,
    slice,
    view,
    viewBy: 'geometry',
    order,
    used: true,
    reason: null,
    slot: null,
    phases: 4,
    originMm: sax
      ? [-48, -48, 10 * (order ?? 0) - 20]
      : view === '4ch'
        ? [-48, 0, -48]
        : [0, -48, -48],
    row: view === '2ch' ? [0, 1, 0] : [1, 0, 0],
    column: sax ? [0, 1, 0] : [0, 0, 1],
    spacingMm: [2, 2],
    thicknessMm: 8,
    dims: [48, 48],
    ...given,
  };
}

const masks: MaskMeasures = {
  measures: {},
  papillaryMl: 5,
  lvCurveMl: [100, 70, 40, 80],
  rvCurveMl: [120, 90, 55, 100],
  edPhase: 0,
  esPhase: 2,
  rvEdPhase: 0,
  rvEsPhase: 2,
  segments: [],
  slicesUsed: [],
};

/** Five short-axis slices, 2-chamber and 4-chamber; no 3-chamber; four phases of 800 ms. */
export function aHeart(given: Partial<HeartResult> = {}): HeartResult {
  const measures = {
    lvEfPct: aMeasure(60, 4),
    lvEdvMl: aMeasure(100, 8),
    lvEsvMl: aMeasure(40, 5),
    lvMassG: aMeasure(90, 10),
  };
  return {
    id: 'h1',
    studyUid: '1.2',
    model: 'whole-heart',
    modelVersion: '1.0.0',
    weightsSha256: 'a'.repeat(64),
    inputSha256: 'b'.repeat(64),
    preprocessing: '1',
    provider: 'cpu',
    seconds: 12,
    created: '2026-11-20T10:00:00Z',
    badge: 'Whole-heart 1.0.0 · research use',
    planes: [
      ...[0, 1, 2, 3, 4].map((order) => aHeartPlane('sax', { order, slot: 3 + order })),
      aHeartPlane('2ch', { slot: 0 }),
      aHeartPlane('4ch', { slot: 2 }),
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
    phases: 4,
    rrIntervalMs: 800,
    heartRate: 75,
    edPhase: 0,
    esPhase: 2,
    measures,
    measuresBy: 'head',
    head: measures,
    masks,
    edited: null,
    labels: [{ sourceVolumeId: 'sax', labelsVolumeId: 'sax-labels' }],
    flags: [],
    warnings: [],
    embedding: [],
    withoutPlane: [
      { slot: 0, lvEfPct: aMeasure(59, 5), cosine: 0.98 },
      { slot: 2, lvEfPct: aMeasure(54, 7), cosine: 0.94 },
      { slot: 3, lvEfPct: aMeasure(60, 3.5), cosine: 0.99 },
    ],
    bodySurfaceM2: 1.8,
    patientSex: 'M',
    patientAgeYears: 55,
    ...given,
  };
}

/** One study of a patient's trend. */
export function aTrendPoint(
  date: string,
  ef: number,
  given: Partial<HeartTrend['points'][number]> = {},
): HeartTrend['points'][number] {
  return {
    result: `r${date}`,
    studyUid: `1.${date}`,
    date,
    weightsSha256: 'a'.repeat(64),
    measures: { lvEfPct: aMeasure(ef, 4), lvEdvMl: aMeasure(100, 8) },
    measuresBy: 'head',
    ...given,
  };
}
