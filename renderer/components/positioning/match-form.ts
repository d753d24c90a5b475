import type { MatchRecord, MatchSetup } from '../../../studies/library/match-records.ts';
import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import type { ToleranceName } from '../../../studies/positioning/tolerance/tables.ts';
import type { MatchChoice } from '../../client/matches.ts';
import type { RegionBox } from '../../viewer/match-view/region-box.ts';

export const freedoms = [3, 4, 6] as const;
export const metrics = ['mutual-information', 'correlation'] as const;
export const windows = ['all', 'bone', 'soft'] as const;
export const regions = ['whole', 'box', 'structure'] as const;
export const starts = ['none', 'landmarks', 'hand'] as const;

/** The form before a match, as the reader left it. */
export interface MatchForm {
  readonly dof: (typeof freedoms)[number];
  readonly metric: (typeof metrics)[number];
  readonly window: (typeof windows)[number];
  readonly region: (typeof regions)[number];
  /** ROI number; null while none is chosen. */
  readonly structure: number | null;
  readonly marginMm: number;
  readonly start: (typeof starts)[number];
  readonly tolerance: ToleranceName;
  readonly secondOpinion: boolean;
  readonly captureRange: boolean;
}

export const openingForm: MatchForm = {
  dof: 6,
  metric: 'mutual-information',
  window: 'all',
  region: 'whole',
  structure: null,
  marginMm: 10,
  start: 'none',
  tolerance: 'standard',
  secondOpinion: true,
  captureRange: false,
};

export type MatchPlan = MatchSetup['plans'][number];

/** What is on the screen when a match is asked for. */
export interface MatchTarget {
  readonly scanId: string;
  readonly plan: MatchPlan;
  readonly box: RegionBox | null;
  /** As the pictures lie now; null where nobody moved them. */
  readonly hand: Matrix | null;
  readonly landmarks: Matrix | null;
}

/** Locale key of what keeps the form from being sent; null: nothing does. */
export function formProblem(form: MatchForm, target: MatchTarget): string | null {
  if (form.region === 'structure' && form.structure === null) return 'structure';
  if (form.region === 'box' && !target.box) return 'box';
  const margin = form.marginMm;
  if (form.region === 'structure' && !(margin >= 0 && margin <= 100)) return 'margin';
  if (form.start === 'hand' && !target.hand) return 'hand';
  if (form.start === 'landmarks' && !target.landmarks) return 'landmarks';
  return null;
}

/** What the engine is asked for; plan, isocentre and position are left for it to find. */
export function choiceOf(form: MatchForm, target: MatchTarget): MatchChoice {
  const { plan, scanId, hand, landmarks } = target;
  const start = form.start === 'hand' ? hand : form.start === 'landmarks' ? landmarks : null;
  return {
    fixedVolumeId: plan.volumeId,
    movingVolumeId: scanId,
    planId: plan.planId,
    dof: form.dof,
    metric: form.metric,
    window: form.window,
    region: regionOf(form, target),
    start: start ? [...start] : null,
    startedBy: start ? form.start : 'none',
    tolerance: form.tolerance,
    secondOpinion: form.secondOpinion,
    captureRange: form.captureRange,
  };
}

/** A position set by hand or by landmarks, to be judged as it is. */
export function holdChoice(
  form: MatchForm,
  target: MatchTarget,
  startedBy: 'hand' | 'landmarks',
): MatchChoice {
  return { ...choiceOf({ ...form, start: startedBy }, target), mode: 'hold' };
}

function regionOf(form: MatchForm, { plan, box }: MatchTarget): MatchChoice['region'] {
  if (form.region === 'box' && box) {
    return { kind: 'box', minMm: [...box.minMm], maxMm: [...box.maxMm] };
  }
  if (form.region === 'structure' && plan.structureSetId !== null && form.structure !== null) {
    const { structureSetId } = plan;
    return { kind: 'structure', structureSetId, number: form.structure, marginMm: form.marginMm };
  }
  return { kind: 'whole' };
}

/** The form that a match was asked for with, to be asked again. */
export function formOf({ params }: MatchRecord): MatchForm {
  const { dof, metric, window, region, tolerance, secondOpinion, captureRange } = params;
  return {
    ...openingForm,
    ...{ dof, metric, window, tolerance, secondOpinion, captureRange },
    region: region.kind,
    ...(region.kind === 'structure' ? { structure: region.number, marginMm: region.marginMm } : {}),
  };
}

/** Where the scan lies before any match: its isocentre on the plan's. */
export function beforeMatrix(record: MatchRecord | null): number[] {
  const { planIsocentreMm: to, scanIsocentreMm: from } = record?.frame ?? noFrame;
  const shift = (axis: 0 | 1 | 2) => to[axis] - from[axis];
  return [1, 0, 0, shift(0), 0, 1, 0, shift(1), 0, 0, 1, shift(2), 0, 0, 0, 1];
}

const noFrame: Pick<MatchRecord['frame'], 'planIsocentreMm' | 'scanIsocentreMm'> = {
  planIsocentreMm: [0, 0, 0],
  scanIsocentreMm: [0, 0, 0],
};
