import { randomUUID } from 'node:crypto';
import type { HeartMeasures, HeartResult } from '../heart-records.ts';
import type { NewHeart } from '../heart-store.ts';
import type { VolumeRecord } from '../records.ts';

/** A unit vector of 128 numbers, the same for the same seed. */
export function unitVector(seed: number): number[] {
  const raw = Array.from({ length: 128 }, (_, n) =>
    Math.sin(seed * 12.9898 + n * 78.233 * (seed + 1)),
  );
  const norm = Math.hypot(...raw);
  return raw.map((value) => value / norm);
}

const measure = (value: number) => ({ value, low: value - 5, high: value + 5 });

export function heartMeasures(lvEfPct = 55): HeartMeasures {
  return {
    lvEdvMl: measure(150),
    lvEsvMl: measure(150 * (1 - lvEfPct / 100)),
    lvSvMl: measure(1.5 * lvEfPct),
    lvEfPct: measure(lvEfPct),
    lvMassG: measure(110),
  };
}

/** A heart on one cine volume, with a label map that counts from 0 to 5. */
export function newHeart(source: VolumeRecord, fields: Partial<HeartResult> = {}): NewHeart {
  const id = fields.id ?? randomUUID();
  const volume: VolumeRecord = {
    ...source,
    id: randomUUID(),
    seriesUid: `2.25.${Math.floor(Math.random() * 1e15)}`,
    kind: 'other',
    description: `Labels: ${source.description}`,
    voxelType: 'uint8',
    unit: 'none',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    resultId: id,
  };
  const samples = volume.dims.reduce((product, n) => product * n, 1) * volume.phases;
  const measures = heartMeasures();
  return {
    result: {
      id,
      studyUid: source.studyUid,
      model: 'whole-heart',
      modelVersion: '0.0.1',
      weightsSha256: 'a'.repeat(64),
      inputSha256: 'b'.repeat(64),
      preprocessing: '1',
      provider: 'cpu',
      seconds: 3,
      created: new Date().toISOString(),
      badge: 'Whole heart 0.0.1 · research use',
      planes: [],
      frame: {
        originMm: [0, 0, 0],
        e1: [1, 0, 0],
        e2: [0, 1, 0],
        e3: [0, 0, 1],
        originBy: 'variance',
        septalBy: 'usual',
      },
      leadVolumeId: source.id,
      phases: source.phases,
      rrIntervalMs: 900,
      heartRate: 67,
      edPhase: 0,
      esPhase: 1,
      measures,
      measuresBy: 'head',
      head: measures,
      masks: {
        measures,
        papillaryMl: null,
        lvCurveMl: [150, 70],
        rvCurveMl: null,
        edPhase: 0,
        esPhase: 1,
        rvEdPhase: null,
        rvEsPhase: null,
        segments: [],
        slicesUsed: [],
      },
      edited: null,
      labels: [{ sourceVolumeId: source.id, labelsVolumeId: volume.id }],
      flags: [],
      warnings: [],
      embedding: unitVector(1),
      withoutPlane: [],
      bodySurfaceM2: null,
      patientSex: 'F',
      patientAgeYears: 56,
      ...fields,
    },
    labels: [{ volume, voxels: Uint8Array.from({ length: samples }, (_, n) => n % 6) }],
    input: Uint8Array.from({ length: 5000 }, (_, n) => n % 251),
  };
}
