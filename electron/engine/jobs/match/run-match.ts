import type { Matrix } from '../../../../studies/dicom/rt/rigid-matrix.ts';
import type { MatchParams, MatchRecord } from '../../../../studies/library/match-records.ts';
import { SparrowError, warning } from '../../../../studies/messages/sparrow-error.ts';
import { captureRange } from '../../../../studies/positioning/capture-range.ts';
import { couchShift, type CouchFrame } from '../../../../studies/positioning/couch/couch-shift.ts';
import { beyondLimits } from '../../../../studies/positioning/couch/limits.ts';
import { turntableAxis } from '../../../../studies/positioning/couch/patient-position.ts';
import { couchWords } from '../../../../studies/positioning/couch/words.ts';
import { judgeMatch, type RefusedMatch } from '../../../../studies/positioning/credible.ts';
import { departureInRegion } from '../../../../studies/positioning/departure.ts';
import { heldMatch } from '../../../../studies/positioning/registration/held.ts';
import { matchRigid, type RigidMatch } from '../../../../studies/positioning/registration/match.ts';
import type { MatchOptions } from '../../../../studies/positioning/registration/options.ts';
import {
  prepareVolume,
  type PreparedVolume,
} from '../../../../studies/positioning/registration/prepare.ts';
import type { MatchRegion } from '../../../../studies/positioning/registration/region.ts';
import { judge } from '../../../../studies/positioning/tolerance/judge.ts';
import { toleranceTables } from '../../../../studies/positioning/tolerance/tables.ts';
import { couchSpread, matchUncertainty } from '../../../../studies/positioning/uncertainty.ts';
import type { VoxelGrid } from '../../../../studies/volume/volume.ts';
import { frameAt, type MatchPlace } from './match-place.ts';
import { residualsOf, type NamedMask } from './match-residuals.ts';
import {
  besideOurs,
  couchWarnings,
  departureWarnings,
  heldWarnings,
  opinionStart,
  sureWarnings,
} from './match-warnings.ts';

/** What a match goes through, in this order. */
export const matchSteps = ['prepare', 'fit', 'evidence', 'uncertainty', 'opinion'] as const;
export type MatchStep = (typeof matchSteps)[number];

/** Another program's fit, from the scan to the planning CT; null where it found none. */
export type Opinion = (
  fixed: PreparedVolume,
  moving: PreparedVolume,
  startMovingToFixed: Matrix,
  signal: AbortSignal,
) => Promise<{ readonly program: string; readonly matrix: Matrix } | null>;

export interface MatchInput {
  /** Planning CT and scan, HU. */
  readonly fixed: VoxelGrid;
  readonly moving: VoxelGrid;
  readonly place: MatchPlace;
  readonly region: MatchRegion;
  readonly params: MatchParams;
  /** Rigid registrations of the library from the scan's frame to the planning CT's. */
  readonly registrations: readonly Matrix[];
  /** Whose residuals are told. */
  readonly structures: readonly NamedMask[];
  /** Of a restored scan: where it departs from the measurement, HU on the scan's grid. */
  readonly departure: { readonly grid: VoxelGrid; readonly limitHu: number } | null;
  readonly opinion: Opinion | null;
}

/** The part of a match's record that comes out of the voxels. */
export type MatchFindings = Omit<
  MatchRecord,
  'id' | 'studyUid' | 'created' | 'params' | 'structureSetId' | 'seconds' | 'signatures'
>;

/**
 * Lays the scan onto the planning CT, asks whether that can be believed, and makes the couch's numbers
 * of it. A refused match keeps its matrix for looking at only: no numbers, no words, no verdict.
 * Throws SparrowError 'positioning/not-rigid' for a start that is no rigid matrix,
 * 'volume/not-grey', and the signal's reason.
 */
export async function runMatch(
  input: MatchInput,
  onStep: (step: MatchStep) => void,
  signal: AbortSignal,
): Promise<MatchFindings> {
  const { params } = input;
  const begin = (step: MatchStep) => {
    signal.throwIfAborted();
    onStep(step);
  };
  begin('prepare');
  const fixed = prepareVolume(input.fixed);
  const moving = prepareVolume(input.moving);
  const { frame, warnings } = frameAt(input.place, fixed.centreMm);
  const shared = { method: methodOf(params), frame: frameRecord(frame), warnings };
  begin('fit');
  const start = isocentreOnIsocentre(frame);
  const tried = attempt(fixed, moving, input, frame, start);
  begin('evidence');
  const judged = 'pose' in tried ? judgeMatch(fixed, moving, tried) : tried;
  if (!judged.credible) return refused(judged, shared);
  begin('uncertainty');
  const { match, evidence } = judged;
  const sure = params.mode === 'hold' ? null : matchUncertainty(match, moving);
  if (sure !== null && ![...sure.sd.shiftMm, ...sure.sd.turnDeg].every(Number.isFinite)) {
    const reasons = [warning('positioning/undetermined')];
    return refused({ credible: false, reasons, evidence, attempted: match }, shared);
  }
  const couch = couchShift(match.movingToFixed, frame);
  const beyondCouch = beyondLimits(couch);
  const table = toleranceTables[params.tolerance];
  const spread = sure && couchSpread(sure.sd, frame.position);
  const range = params.captureRange ? captureRange(fixed, moving, match) : null;
  const residuals = residualsOf(fixed, moving, match, input.structures);
  const departurePercent =
    input.departure &&
    departureInRegion(
      input.departure.grid,
      input.departure.limitHu,
      moving.field,
      match.movingToFixed,
      input.region,
    );
  if (input.opinion !== null) begin('opinion');
  const from = opinionStart(start, match.movingToFixed, frame.planIsocentreMm);
  const other = await input.opinion?.(fixed, moving, from, signal);
  const beside = other ? besideOurs(other, match.movingToFixed, frame.planIsocentreMm) : null;
  warnings.push(
    ...judged.warnings,
    ...couchWarnings(beyondCouch),
    ...(spread === null ? heldWarnings(match) : sureWarnings(spread, table)),
    ...departureWarnings(departurePercent, input.departure?.limitHu ?? 0),
    ...(beside?.warnings ?? []),
    ...(other === null ? [warning('positioning/opinion-failed')] : []),
  );
  const verdict = judge(couch, table);
  return {
    ...shared,
    credible: true,
    reasons: [],
    matrix: [...match.movingToFixed],
    couch,
    words: couchWords(couch, frame.position),
    beyondCouch,
    quality: qualityOf(match),
    evidence,
    uncertainty: sure && spread && { couch: spread, mostMm: sure.mostMm, mostDeg: sure.mostDeg },
    captureRange: range && { shiftMm: range.shiftMm, turnDeg: range.turnDeg },
    opinion: beside?.opinion ?? null,
    residuals,
    departurePercent,
    within: {
      ...verdict,
      axes: verdict.axes.map((axis) => ({ ...axis })),
      failed: [...verdict.failed],
    },
  };
}

/** The fit, or the matrix that a person set; what cannot be laid on at all is refused. */
function attempt(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  { params, region, registrations }: MatchInput,
  frame: CouchFrame,
  start: Matrix,
): RigidMatch | RefusedMatch {
  const { dof, metric, window, seed, mode } = params;
  const options: MatchOptions = {
    dof: mode === 'hold' ? 6 : dof,
    metric,
    window,
    region,
    seed,
    pivotMm: frame.planIsocentreMm,
    turnAxis: turntableAxis(frame.position),
  };
  const set = params.start ?? start;
  const starts = [set, ...(params.start === null ? [] : [start]), ...registrations];
  try {
    if (mode === 'hold') return heldMatch(fixed, moving, set, options);
    return matchRigid(fixed, moving, { ...options, starts });
  } catch (error) {
    if (!(error instanceof SparrowError) || error.code !== 'positioning/no-points') throw error;
    const reasons = [warning('positioning/no-points')];
    return { credible: false, reasons, evidence: null, attempted: null };
  }
}

function refused(
  { reasons, evidence, attempted }: RefusedMatch,
  shared: Pick<MatchFindings, 'method' | 'frame' | 'warnings'>,
): MatchFindings {
  return {
    ...shared,
    credible: false,
    reasons: [...reasons],
    matrix: attempted && [...attempted.movingToFixed],
    couch: null,
    words: [],
    beyondCouch: [],
    quality: attempted && qualityOf(attempted),
    evidence,
    uncertainty: null,
    captureRange: null,
    opinion: null,
    residuals: [],
    departurePercent: null,
    within: null,
  };
}

function qualityOf({ metric, value, correlation, overlap, points }: RigidMatch) {
  return { metric, value, correlation, overlap, points };
}

function methodOf({ mode, startedBy }: MatchParams): MatchFindings['method'] {
  if (mode === 'fit') return 'automatic';
  return startedBy === 'landmarks' ? 'landmarks' : 'visual';
}

/** The patient as scanned, no couch moved. */
function isocentreOnIsocentre({ planIsocentreMm: a, scanIsocentreMm: b }: CouchFrame): Matrix {
  return [1, 0, 0, a[0] - b[0], 0, 1, 0, a[1] - b[1], 0, 0, 1, a[2] - b[2], 0, 0, 0, 1];
}

function frameRecord(frame: CouchFrame): MatchFindings['frame'] {
  return {
    position: frame.position,
    planIsocentreMm: [...frame.planIsocentreMm],
    scanIsocentreMm: [...frame.scanIsocentreMm],
    pivotMm: [...frame.pivotMm],
    order: frame.order,
  };
}
