import type { MessageCode } from '../messages/catalogue.ts';
import { SparrowError, warning, type Warning } from '../messages/sparrow-error.ts';
import { gatherEvidence, type MatchEvidence } from './evidence.ts';
import { matchRigid, type RigidMatch } from './registration/match.ts';
import type { MatchOptions } from './registration/options.ts';
import type { PreparedVolume } from './registration/prepare.ts';

/**
 * What a match has to show before its numbers are. Set on phantoms and on real CT with simulated scans
 * (README.md has the table): right matches lie well inside, wrong patients and turned volumes well
 * outside.
 */
export const credibleLimits = {
  /** Of the smaller body. */
  sharedShare: 0.4,
  sharedMl: 100,
  outlineDice: 0.85,
  correlation: 0.7,
  /** An alternative that fits no better than this is no explanation. */
  alternative: 0.75,
  local: 0.4,
  /** What is left over, as a share of what the best alternative leaves over. */
  ratio: 0.8,
  /** The same, above which the numbers come with a warning. */
  doubtfulRatio: 0.45,
  /** Share of the body. */
  metalShare: 0.03,
  /** A joint replacement has more than a filling; it is said, not refused. */
  metalSaidMl: 5,
} as const;

/** Numbers that may be shown. */
export interface CredibleMatch {
  readonly credible: true;
  readonly match: RigidMatch;
  readonly evidence: MatchEvidence;
  readonly warnings: readonly Warning[];
}

/**
 * A match that must not be used. What was found stays at hand for looking at only, so that a person can
 * see why: no couch numbers are to be made of it.
 */
export interface RefusedMatch {
  readonly credible: false;
  readonly reasons: readonly Warning[];
  readonly evidence: MatchEvidence | null;
  readonly attempted: RigidMatch | null;
}

export type JudgedMatch = CredibleMatch | RefusedMatch;

/** Matches, and says whether the answer can be believed. Only 'positioning/not-rigid' starts throw. */
export function matchCredibly(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  options: MatchOptions = {},
): JudgedMatch {
  let match: RigidMatch;
  try {
    match = matchRigid(fixed, moving, options);
  } catch (error) {
    if (!(error instanceof SparrowError) || error.code !== 'positioning/no-points') throw error;
    const reasons = [warning('positioning/no-points')];
    return { credible: false, reasons, evidence: null, attempted: null };
  }
  return judgeMatch(fixed, moving, match);
}

/** Whether a match, however it was found (by hand too), can be believed. */
export function judgeMatch(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
): JudgedMatch {
  const evidence = gatherEvidence(fixed, moving, match);
  const reasons = refusals(evidence);
  if (reasons.length > 0) return { credible: false, reasons, evidence, attempted: match };
  return { credible: true, match, evidence, warnings: cautions(evidence) };
}

/** Reasons against a match, the most telling first. */
export function refusals(evidence: MatchEvidence): Warning[] {
  const limits = credibleLimits;
  const { alternatives, correlation, local } = evidence;
  const told: Warning[] = [];
  const say = (code: MessageCode, params: Warning['params'] = {}) =>
    told.push(warning(code, params));
  if (evidence.metalShare > limits.metalShare) {
    say('positioning/metal-block', { percent: percent(evidence.metalShare) });
  }
  if (!(evidence.sharedShare >= limits.sharedShare && evidence.sharedMl >= limits.sharedMl)) {
    say('positioning/no-overlap', { percent: percent(evidence.sharedShare) });
  }
  const left = 1 - alternatives.asMatched;
  const rivals = [
    ['positioning/mirrored', alternatives.mirrored],
    ['positioning/turned', alternatives.turned],
  ] as const;
  for (const [code, value] of rivals) {
    if (value >= limits.alternative && left > limits.ratio * (1 - value)) say(code);
  }
  const undecided = rivals.some(([, value]) => left > limits.ratio * (1 - value));
  const poor =
    correlation.all < limits.correlation ||
    (local !== null && local < limits.local) ||
    evidence.outlineDice < limits.outlineDice;
  if (told.length === 0 && (poor || undecided)) {
    say('positioning/not-alike', {
      percent: percent(Math.max(0, correlation.all)),
      outline: percent(evidence.outlineDice),
    });
  }
  return told;
}

/** What is said beside the numbers of a match that is believed. */
export function cautions({ metalMl, alternatives }: MatchEvidence): Warning[] {
  const { metalSaidMl, doubtfulRatio } = credibleLimits;
  const { asMatched, mirrored, turned } = alternatives;
  const said: Warning[] = [];
  if (1 - asMatched > doubtfulRatio * (1 - Math.max(mirrored, turned))) {
    said.push(warning('positioning/doubtful'));
  }
  if (metalMl >= metalSaidMl) said.push(warning('positioning/metal', { ml: Math.round(metalMl) }));
  return said;
}

function percent(share: number): number {
  return Math.round(100 * share);
}
