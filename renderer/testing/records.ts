import type { RestorationCard } from '../../models/runtime/card.ts';
import type {
  JobRecord,
  ProjectionsRecord,
  ResultRecord,
  SeriesRecord,
  StudyRecord,
  VolumeRecord,
} from '../../studies/library/records.ts';

/** Plausible records for unit tests; each takes what a test cares about. */
export function aVolume(given: Partial<VolumeRecord> = {}): VolumeRecord {
  return {
    id: 'v1',
    seriesUid: '1.2.3',
    studyUid: '1.2',
    kind: 'cbct',
    description: 'Sparse 50 views',
    dims: [128, 128, 96],
    spacingMm: [2.5, 2.5, 2.5],
    originMm: [-160, -160, -120],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    calibrated: true,
    phases: 1,
    phaseTimesMs: null,
    rrIntervalMs: null,
    voxelType: 'int16',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    windowCentre: 40,
    windowWidth: 400,
    frameOfReferenceUid: '1.2.9',
    views: 50,
    lossy: false,
    warnings: [],
    resultId: null,
    projectionsId: null,
    reconstruction: null,
    ...given,
  };
}

/** Fifty views over a full turn of a full-fan scanner. */
export function aScan(given: Partial<ProjectionsRecord> = {}): ProjectionsRecord {
  const views = given.views ?? 50;
  return {
    id: 'p1',
    studyUid: '1.2',
    description: 'Simulated scan',
    origin: 'simulated',
    views,
    columns: 256,
    rows: 192,
    pixelMm: [2, 2],
    sourceAxisMm: 1000,
    sourceDetectorMm: 1500,
    anglesDeg: Array.from({ length: views }, (_, n) => (360 * n) / views),
    isocentreMm: [0, 0, 0],
    detectorOffsetsMm: null,
    sourceOffsetsMm: null,
    photons: 1e5,
    frameOfReferenceUid: '1.2.9',
    sourceVolumeId: null,
    sha256: 'd'.repeat(64),
    warnings: [],
    created: '2026-02-01T00:00:00Z',
    ...given,
  };
}

export function aSeries(volumes: VolumeRecord[], given: Partial<SeriesRecord> = {}): SeriesRecord {
  return {
    uid: volumes[0]?.seriesUid ?? '1.2.3',
    studyUid: '1.2',
    modality: 'CT',
    number: 1,
    description: 'Series',
    instances: 96,
    volumes,
    ...given,
  };
}

export function aStudy(series: SeriesRecord[], given: Partial<StudyRecord> = {}): StudyRecord {
  return {
    uid: '1.2',
    patientId: 'P-7',
    patientName: 'PHANTOM^Chest',
    patientBirthDate: '19700101',
    patientSex: 'O',
    date: '20260102',
    time: '101500',
    description: 'Sparse-view CBCT',
    sample: false,
    importedAt: '2026-02-01T00:00:00Z',
    series,
    projections: [],
    ...given,
  };
}

export function aJob(given: Partial<JobRecord> = {}): JobRecord {
  return {
    id: 'j1',
    kind: 'enhance',
    state: 'queued',
    sourceVolumeId: 'v1',
    params: { steps: 2, samples: 1, seed: 1, provider: 'auto' },
    progress: null,
    resultId: null,
    made: null,
    error: null,
    createdAt: '2026-02-01T00:00:00Z',
    startedAt: null,
    finishedAt: null,
    ...given,
  };
}

export function aResult(given: Partial<ResultRecord> = {}): ResultRecord {
  return {
    id: 'r1',
    model: 'MInDI-3D',
    modelVersion: '0.1.0',
    weightsSha256: 'a'.repeat(64),
    source: 'v1',
    inputSha256: 'b'.repeat(64),
    volume: 'v9',
    outputSha256: 'c'.repeat(64),
    steps: 2,
    samples: 1,
    seed: 1,
    provider: 'cpu',
    seconds: 20,
    badge: 'MInDI-3D 0.1.0 · 2 steps · seed 1 · restored from 50 views · research use',
    warnings: [],
    created: '2026-02-01T00:01:00Z',
    start: 'fdk',
    refine: 0,
    evidence: null,
    steppedVolumes: [],
    ...given,
  };
}

export function aCard(): RestorationCard {
  return {
    id: 'mindi3d',
    version: '0.1.0',
    title: 'MInDI-3D',
    task: 'Restore sparse-view CBCT',
    statement: 'A re-implementation.',
    licence: 'Apache-2.0',
    date: '2026-11-23',
    weights: [{ file: 'w.onnx', sha256: 'a'.repeat(64), bytes: 1000, role: 'denoiser' }],
    input: {
      tile: [64, 64, 64],
      overlap: 16,
      huMin: -1000,
      huMax: 2000,
      eps: 0.01,
      trainedViews: [25, 100],
      spacingMm: [2, 3],
    },
    defaults: { steps: 2, seed: 1 },
    training: { data: [{ name: 'Phantoms', licence: 'Apache-2.0', kind: 'phantom' }] },
    metrics: { protocol: 'PSNR over 2000 HU', rows: [] },
    limits: ['Metal was not in the training.'],
  };
}
