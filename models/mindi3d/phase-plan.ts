import { refinementCalls, startCalls } from './data-consistent.ts';
import { EvidenceOf } from './evidence.ts';
import type { Restored, RestoreRequest, RestoreTools } from './restoration.ts';
import type { PhasePlan } from './run-progress.ts';
import type { GridSize } from './working-grid.ts';

/** Seconds of one voxel in one pass of the network, and in one view of a projection; rough. */
const passSeconds = 0.8e-6;
const viewSeconds = 5e-9;

/** The phases of a run, with what each probably takes. Without projections there is the network alone. */
export function phasePlan(
  { dims, projections, params, evidence }: RestoreRequest,
  { beam, input }: Pick<RestoreTools, 'beam' | 'input'>,
  start: Restored['start'],
  passes: number,
  workingDims: GridSize,
): PhasePlan[] {
  const [width, height, depth] = input.tile;
  const network = passes * params.steps * params.samples;
  const plan: PhasePlan[] = [
    { phase: 'network', parts: network, seconds: network * passSeconds * width * height * depth },
  ];
  if (projections === null || beam === null) return plan;
  const views = projections.geometry.anglesDeg.length;
  const wholeScan = (grid: GridSize) => viewSeconds * views * grid[0] * grid[1] * grid[2];
  if (start === 'projections') {
    const { iterations } = input.projectionsStart!;
    const parts = startCalls(projections, input.projectionsStart!);
    const seconds = 2 * (iterations + 1) * wholeScan(workingDims);
    plan.unshift({ phase: 'start', parts, seconds });
  }
  if (params.refine > 0) {
    const parts = refinementCalls(projections, params.refine);
    plan.push({ phase: 'refine', parts, seconds: 2 * (params.refine + 1) * wholeScan(dims) });
  }
  if (evidence !== false) {
    const parts = EvidenceOf.calls + (params.keepSteps ? params.steps + 1 : 0);
    plan.push({ phase: 'evidence', parts, seconds: parts * wholeScan(dims) });
  }
  return plan;
}
