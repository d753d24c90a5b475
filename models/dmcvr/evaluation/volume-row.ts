import { denseMeasures, discMeasures } from '../../../studies/cardiac/dense/dense-measures.ts';
import { maskOf } from '../../../studies/cardiac/contours/morphology.ts';
import { planDense, type DensePlan } from '../../../studies/cardiac/dense/plan-dense.ts';
import { chamberClasses } from '../../../studies/cardiac/dense/signed-distance.ts';
import type { DenseMethod } from '../../../studies/library/dense-records.ts';
import type { HeartFrame, HeartPlane } from '../../../studies/library/heart-records.ts';
import type { DenseRun } from '../dense-run.ts';
import { CROP } from '../graph-shapes.ts';
import { makePhase, type PhaseSlices } from '../make-planes.ts';
import { evaluatedSteps, type DenseCase } from './dense-case.ts';
import { surfaceDistance } from './surface-distance.ts';

/** The whole dense heart of a case by one method against the truth. */
export interface VolumeRow {
  readonly method: DenseMethod;
  readonly lvEdvMl: number;
  readonly lvEsvMl: number;
  readonly lvEfPct: number;
  /** The same by discs of the measured slices. */
  readonly discs: { readonly lvEdvMl: number; readonly lvEsvMl: number; readonly lvEfPct: number };
  readonly truth: { readonly lvEdvMl: number; readonly lvEsvMl: number; readonly lvEfPct: number };
  /** LV cavity, LV epicardium, RV at ED and ES: surface distances, and how many bodies there are. */
  readonly shapes: readonly {
    readonly chamber: string;
    readonly meanMm: number;
    readonly p95Mm: number;
    readonly bodies: number;
  }[];
}

/** A straight stack: the phantom's planes lie one over the other. */
const frame: HeartFrame = {
  originMm: [0, 0, 0],
  e1: [-1, 0, 0],
  e2: [0, 1, 0],
  e3: [0, 0, 1],
  originBy: 'variance',
  septalBy: 'usual',
};

export async function volumeRow(
  dense: DenseRun,
  { meta, fineLabels }: DenseCase,
  phases: readonly PhaseSlices[],
  method: DenseMethod,
): Promise<VolumeRow> {
  const plan = planDense(planesOf(meta), frame, { targetMm: meta.fine.stepMm });
  const volumes: Uint8Array[] = [];
  for (const slices of phases)
    volumes.push((await makePhase(dense, slices, plan, { method, steps: evaluatedSteps })).labels);
  const of = (measures: ReturnType<typeof denseMeasures>['measures']) => ({
    lvEdvMl: measures.lvEdvMl.value,
    lvEsvMl: measures.lvEsvMl.value,
    lvEfPct: measures.lvEfPct.value,
  });
  const discs = discMeasures(
    {
      grid: plan.grid,
      frame,
      zMm: meta.z,
      labels: (slice, phase) => phases[phase]!.segmented[slice]!.labels,
      phases: 2,
    },
    { edPhase: 0, esPhase: 1 },
  );
  const { lvEdvMl, lvEsvMl, lvEfPct } = meta.truth;
  return {
    method,
    ...of(denseMeasures(volumes, plan.grid, frame).measures),
    discs: of(discs.measures),
    truth: { lvEdvMl: lvEdvMl!, lvEsvMl: lvEsvMl!, lvEfPct: lvEfPct! },
    shapes: volumes.flatMap((labels, phase) => shapesOf(labels, fineLabels[phase]!, plan)),
  };
}

function planesOf({ z }: DenseCase['meta']): HeartPlane[] {
  const half = ((CROP - 1) / 2) * 2;
  return z.map((zMm, slice) => ({
    id: `case/${slice}`,
    volumeId: 'case',
    slice,
    view: 'sax',
    viewBy: 'geometry',
    order: slice,
    used: true,
    reason: null,
    slot: null,
    phases: 2,
    originMm: [-half, -half, zMm],
    row: [1, 0, 0],
    column: [0, 1, 0],
    spacingMm: [2, 2],
    thicknessMm: 8,
    dims: [CROP, CROP],
  }));
}

function shapesOf(labels: Uint8Array, truth: Uint8Array, { grid }: DensePlan) {
  return Object.entries(chamberClasses).flatMap(([chamber, classes]) => {
    const planes = Math.min(labels.length, truth.length);
    const got = maskOf(labels.subarray(0, planes), classes);
    const want = maskOf(truth.subarray(0, planes), classes);
    const found = surfaceDistance(got, want, grid.spacingMm);
    return found === null ? [] : [{ chamber, ...found, bodies: bodiesOf(got) }];
  });
}

/** Six-connected bodies of at least 0.2 mL. */
function bodiesOf(mask: Uint8Array): number {
  const [row, plane] = [CROP, CROP * CROP];
  const left = mask.slice();
  let bodies = 0;
  for (let start = 0; start < left.length; start++) {
    if (!left[start]) continue;
    const stack = [start];
    left[start] = 0;
    let size = 0;
    while (stack.length > 0) {
      const at = stack.pop()!;
      size++;
      const i = at % CROP;
      const j = Math.floor(at / row) % CROP;
      for (const [inside, next] of [
        [i > 0, at - 1],
        [i < CROP - 1, at + 1],
        [j > 0, at - row],
        [j < CROP - 1, at + row],
        [at >= plane, at - plane],
        [at + plane < left.length, at + plane],
      ] as const)
        if (inside && left[next]) {
          left[next] = 0;
          stack.push(next);
        }
    }
    if (size >= 25) bodies++;
  }
  return bodies;
}
