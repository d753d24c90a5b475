import { randomUUID } from 'node:crypto';
import type { DenseMeasures, DensePlane, DenseResult } from '../dense-records.ts';
import type { NewDense } from '../dense-store.ts';
import type { VolumeRecord } from '../records.ts';

const measure = (value: number) => ({ value, low: value - 5, high: value + 5 });

export function denseMeasures(edvMl = 120, esvMl = 50): DenseMeasures {
  return {
    lvEdvMl: measure(edvMl),
    lvEsvMl: measure(esvMl),
    lvEfPct: measure(100 * (1 - esvMl / edvMl)),
    lvMassG: measure(105),
    rvEdvMl: null,
    rvEsvMl: null,
    rvEfPct: null,
  };
}

/** Two slices 8 mm apart and three planes made between them. */
const planes = Array.from({ length: 5 }, (_, k): DensePlane => {
  const between = k % 4 !== 0;
  const slice = Math.floor(k / 4);
  return {
    zMm: 2 * k,
    kind: between ? 'made' : 'measured',
    below: slice,
    above: between ? slice + 1 : slice,
    share: between ? k / 4 : 0,
  };
});

/** What a run of two phases says of a cine volume. */
export function denseResult(source: VolumeRecord, fields: Partial<DenseResult> = {}): DenseResult {
  return {
    id: randomUUID(),
    studyUid: source.studyUid,
    volumeId: randomUUID(),
    labelsVolumeId: randomUUID(),
    model: 'dmcvr',
    modelVersion: '0.0.1',
    weightsSha256: 'a'.repeat(64),
    inputSha256: 'b'.repeat(64),
    provider: 'cpu',
    seconds: 12,
    created: new Date().toISOString(),
    badge: 'DMCVR-style 0.0.1 · direct (ours) · 3 planes made · research use',
    method: 'between',
    steps: 20,
    seed: 1,
    targetMm: 2,
    frame: {
      originMm: [0, 0, 4],
      e1: [-1, 0, 0],
      e2: [0, 1, 0],
      e3: [0, 0, 1],
      originBy: 'variance',
      septalBy: 'usual',
    },
    grid: {
      dims: [96, 96, planes.length],
      spacingMm: [2, 2, 2],
      originMm: [-95, -95, 0],
      u: [1, 0, 0],
      v: [0, 1, 0],
      n: [0, 0, 1],
    },
    slices: [0, 1].map((slice) => ({
      planeId: `${source.id}/${slice}`,
      volumeId: source.id,
      slice,
      zMm: 8 * slice,
      used: true,
      shiftMm: [0, slice] as [number, number],
    })),
    planes,
    phases: [0, 1],
    edPhase: 0,
    esPhase: 1,
    rrIntervalMs: 900,
    shiftsCorrected: false,
    measures: denseMeasures(),
    discs: denseMeasures(118, 49),
    curves: { voxelMl: [120, 50], meshMl: [119, 49.5] },
    spread: null,
    withheld: [],
    longAxis: [],
    warnings: [],
    ...fields,
  };
}

/** Planes of a phase: each voxel tells its phase and its plane. */
export const densePicture = ({ dims }: DenseResult['grid'], phase: number): Uint8Array =>
  Uint8Array.from(
    { length: dims[0] * dims[1] * dims[2] },
    (_, n) => 40 * phase + Math.floor(n / (dims[0] * dims[1])),
  );

/** A ring of muscle round a cavity, the right ventricle beside it, in every plane but the outermost. */
export function denseLabels({ dims }: DenseResult['grid'], phase: number): Uint8Array {
  const [columns, rows, count] = dims;
  const labels = new Uint8Array(columns * rows * count);
  for (let k = 1, at = columns * rows; k < count - 1; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, at++) {
        const r = Math.hypot(i - 50, j - 48);
        const cavity = r < 12 - 4 * phase;
        const right = Math.hypot(i - 24, j - 48) < 8;
        labels[at] = cavity ? 1 : r < 16 ? 2 : right ? 3 : 0;
      }
  return labels;
}

/** A dense heart of a cine with its two derived volumes. */
export function newDense(source: VolumeRecord, fields: Partial<DenseResult> = {}): NewDense {
  const result = denseResult(source, fields);
  const { grid, phases } = result;
  const volume = (id: string, description: string): VolumeRecord => ({
    ...source,
    id,
    seriesUid: `2.25.${Math.floor(Math.random() * 1e15)}`,
    description,
    dims: grid.dims,
    spacingMm: grid.spacingMm,
    originMm: grid.originMm,
    axes: [grid.u, grid.v, grid.n],
    phases: phases.length,
    phaseTimesMs: null,
    voxelType: 'uint8',
    unit: 'none',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    resultId: result.id,
  });
  const all = (of: typeof densePicture) =>
    new Uint8Array(Buffer.concat(phases.map((_, phase) => of(grid, phase))));
  return {
    result,
    volumes: [
      {
        volume: { ...volume(result.volumeId, 'DMCVR-style: a cine'), kind: 'cine' },
        voxels: all(densePicture),
      },
      {
        volume: { ...volume(result.labelsVolumeId, 'Labels: DMCVR-style: a cine'), kind: 'other' },
        voxels: all(denseLabels),
      },
    ],
  };
}
