import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { StudyRecord, VolumeRecord } from '../library/records.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import type { ReportInput } from './report-input.ts';
import { renderReport } from './report.ts';
import { text } from './text.ts';

const geometry = {
  dims: [24, 20, 16],
  spacingMm: [2, 2, 3],
  originMm: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
} as const;

function grid(phases: number, value: (n: number) => number): VoxelGrid {
  const voxels = Int16Array.from({ length: 24 * 20 * 16 * phases }, (_, n) => value(n));
  return {
    geometry,
    phases,
    voxelType: 'int16',
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}

function record(phases: number): VolumeRecord {
  return {
    id: 'volume',
    seriesUid: '1.2',
    studyUid: '1',
    kind: phases > 1 ? 'cine' : 'cbct',
    description: 'CBCT',
    dims: [24, 20, 16],
    spacingMm: [2, 2, 3],
    originMm: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    calibrated: true,
    phases,
    phaseTimesMs: null,
    rrIntervalMs: null,
    voxelType: 'int16',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    windowCentre: null,
    windowWidth: null,
    frameOfReferenceUid: null,
    views: 50,
    lossy: false,
    warnings: [],
    resultId: null,
    projectionsId: null,
    reconstruction: null,
  };
}

const study: StudyRecord = {
  uid: '1',
  patientId: 'P-1',
  patientName: 'Müller^Zoë',
  patientBirthDate: '19700101',
  patientSex: 'F',
  date: '20260131',
  time: '',
  description: 'Thorax ≈ 50 views',
  sample: false,
  importedAt: '',
  series: [],
  projections: [],
};

function input(withResult: boolean, phases = 1): ReportInput {
  const volume = { record: record(phases), grid: grid(phases, (n) => (n % 97) * 10 - 400) };
  const hash = 'ab'.repeat(32);
  const result = {
    record: {
      id: 'result',
      model: 'mindi3d',
      modelVersion: '0.1.0',
      weightsSha256: hash,
      source: 'volume',
      inputSha256: hash,
      volume: 'out',
      outputSha256: hash,
      steps: 2,
      samples: 1,
      seed: 1,
      provider: 'cpu',
      seconds: 3,
      badge: 'MInDI-3D 0.1.0 · 2 steps',
      warnings: [],
      created: '2026-01-31T10:00:00Z',
      start: 'fdk' as const,
      refine: 0,
      evidence: null,
      steppedVolumes: [],
    },
    output: { record: record(1), grid: grid(1, (n) => (n % 89) * 10 - 400) },
    change: null,
    evidence: null,
    modelTitle: 'MInDI-3D',
    modelStatement: 'statement',
    modelLimits: Array.from({ length: 60 }, (_, n) => `limit ${n}`),
  };
  return {
    study,
    volume,
    result: withResult ? result : null,
    software: '0.1.0',
    created: new Date(0),
  };
}

/** Page descriptions and drawing operators of a PDF, inflated. */
function anatomy(pdf: Uint8Array) {
  const raw = Buffer.from(pdf);
  const body = raw.toString('latin1');
  const streams = [...body.matchAll(/stream\n/g)].map(({ index }) => {
    try {
      return inflateSync(raw.subarray(index + 7)).toString('latin1');
    } catch {
      return '';
    }
  });
  return {
    body,
    pages: body.match(/\/Type \/Page\n/g)?.length ?? 0,
    pagination: streams.reduce((n, stream) => n + (stream.match(/\/Artifact/g)?.length ?? 0), 0),
  };
}

describe('renderReport', () => {
  it('draws nine pictures for a result, each with its alternative text', async () => {
    const { body, pages } = anatomy(await renderReport(input(true)));
    expect(body.match(/\/S \/Figure/g)).toHaveLength(9);
    for (const plane of ['Axial', 'Coronal', 'Sagittal'])
      for (const what of ['input', 'output', 'difference'])
        expect(body).toContain(`(${text.pictureAlt(plane, what)})`);
    expect(pages).toBeGreaterThan(1);
  });

  it('puts head and research-use foot on every page', async () => {
    const { pages, pagination } = anatomy(await renderReport(input(true)));
    expect(pagination).toBe(pages);
  });

  it('gives the same bytes for the same input', async () => {
    const [a, b] = [await renderReport(input(true)), await renderReport(input(true))];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(true);
  });

  it('shows slices of a cine volume at two phases', async () => {
    const { body } = anatomy(await renderReport(input(false, 5)));
    expect(body.match(/\/S \/Figure/g)).toHaveLength(12);
  });
});
