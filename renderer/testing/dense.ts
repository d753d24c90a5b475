import type {
  DenseMeasures,
  DensePlane,
  DenseResult,
  DenseSlice,
} from '../../studies/library/dense-records.ts';
import { aMeasure } from './hearts.ts';

const measures = (factor: number): DenseMeasures => ({
  lvEdvMl: aMeasure(120 * factor),
  lvEsvMl: aMeasure(48 * factor),
  lvEfPct: aMeasure(60),
  lvMassG: aMeasure(100 * factor),
  rvEdvMl: null,
  rvEsvMl: null,
  rvEfPct: null,
});

/** Three slices 10 mm apart and four made planes in each gap; the one in the middle may be held back. */
function slices(): DenseSlice[] {
  return [0, 1, 2].map((slice) => ({
    planeId: `v1/${slice}`,
    volumeId: 'v1',
    slice,
    zMm: 10 * slice,
    used: true,
    shiftMm: [0.4 * slice, -1.1],
  }));
}

function planes(): DensePlane[] {
  return Array.from({ length: 11 }, (_, k) => {
    const below = Math.min(Math.floor(k / 5), 2);
    const measured = k % 5 === 0;
    return {
      zMm: 2 * k,
      kind: measured ? 'measured' : 'made',
      below,
      above: measured ? below : below + 1,
      share: (k % 5) / 5,
    };
  });
}

/** A dense heart of four phases whose slices lie across z. */
export function aDense(given: Partial<DenseResult> = {}): DenseResult {
  return {
    id: 'd1',
    studyUid: '1.2',
    volumeId: 'dv',
    labelsVolumeId: 'dl',
    model: 'DMCVR',
    modelVersion: '0.1.0',
    weightsSha256: 'a'.repeat(64),
    inputSha256: 'b'.repeat(64),
    provider: 'cpu',
    seconds: 40,
    created: '2026-02-01T00:00:00Z',
    badge: 'DMCVR 0.1.0 · research use',
    method: 'dmcvr',
    steps: 20,
    seed: 1,
    targetMm: 2,
    frame: {
      originMm: [0, 0, 10],
      e1: [-1, 0, 0],
      e2: [0, 1, 0],
      e3: [0, 0, 1],
      originBy: 'long-axis',
      septalBy: 'four-chamber',
    },
    grid: {
      dims: [96, 96, 11],
      spacingMm: [2, 2, 2],
      originMm: [-95, -95, 0],
      u: [1, 0, 0],
      v: [0, 1, 0],
      n: [0, 0, 1],
    },
    slices: slices(),
    planes: planes(),
    phases: [0, 1, 2, 3],
    edPhase: 0,
    esPhase: 2,
    rrIntervalMs: 1000,
    shiftsCorrected: false,
    measures: measures(1),
    discs: measures(1.02),
    curves: { voxelMl: [120, 80, 48, 90], meshMl: [118, 79, 47, 89] },
    spread: null,
    withheld: [],
    longAxis: [],
    warnings: [],
    ...given,
  };
}
