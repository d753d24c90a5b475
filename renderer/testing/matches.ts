import type {
  MatchParams,
  MatchRecord,
  MatchSetup,
  MatchTrend,
  Signature,
} from '../../studies/library/match-records.ts';
import { couchWords } from '../../studies/positioning/couch/words.ts';
import { judge } from '../../studies/positioning/tolerance/judge.ts';
import { toleranceTables } from '../../studies/positioning/tolerance/tables.ts';
import type { CouchShift } from '../../studies/positioning/couch/couch-shift.ts';

/** 2.1 mm to the couch's left, which is the patient's right when they lie head first on the back. */
export const aCouch: CouchShift = {
  verticalMm: 0.4,
  longitudinalMm: -1.2,
  lateralMm: -2.1,
  pitchDeg: 0.3,
  rollDeg: -0.2,
  rotationDeg: 0.5,
};

const params: MatchParams = {
  fixedVolumeId: 'plan',
  movingVolumeId: 'scan',
  planId: 'rp1',
  isocentreMm: [0, 0, 0],
  scanIsocentreMm: [10, 0, 0],
  position: 'HFS',
  dof: 6,
  metric: 'mutual-information',
  window: 'all',
  region: { kind: 'whole' },
  start: null,
  startedBy: 'none',
  mode: 'fit',
  tolerance: 'standard',
  secondOpinion: true,
  captureRange: false,
  seed: 1,
};

/** A match within tolerance that waits for a signature. */
export function aMatch(given: Partial<MatchRecord> = {}): MatchRecord {
  const couch = given.couch === undefined ? aCouch : given.couch;
  return {
    id: 'm1',
    studyUid: '1.2',
    created: '2026-02-02T08:00:00Z',
    params,
    structureSetId: 'rs1',
    method: 'automatic',
    credible: true,
    reasons: [],
    warnings: [],
    matrix: [1, 0, 0, -2.1, 0, 1, 0, -0.4, 0, 0, 1, -1.2, 0, 0, 0, 1],
    frame: {
      position: 'HFS',
      planIsocentreMm: [0, 0, 0],
      scanIsocentreMm: [10, 0, 0],
      pivotMm: [0, 0, 0],
      order: 'rotation, pitch, roll',
    },
    couch,
    words: couch ? couchWords(couch, 'HFS') : [],
    beyondCouch: [],
    quality: {
      metric: 'mutual-information',
      value: 1.4,
      correlation: 0.91,
      overlap: 0.8,
      points: 4096,
    },
    evidence: {
      sharedShare: 0.82,
      sharedMl: 9000,
      outlineDice: 0.97,
      correlation: { all: 0.91, soft: 0.74, bone: 0.85 },
      local: 0.66,
      alternatives: { asMatched: 0.91, mirrored: 0.71, turned: 0.52 },
      metalMl: 0.3,
      metalShare: 0.0001,
    },
    uncertainty: {
      couch: {
        verticalMm: 0.2,
        longitudinalMm: 0.3,
        lateralMm: 0.1,
        pitchDeg: 0.1,
        rollDeg: 0.1,
        rotationDeg: 0.2,
      },
      mostMm: 0.6,
      mostDeg: 0.3,
    },
    captureRange: { shiftMm: 40, turnDeg: 8 },
    opinion: {
      program: 'Elastix 5.2',
      matrix: [1, 0, 0, -2.2, 0, 1, 0, -0.4, 0, 0, 1, -1.1, 0, 0, 0, 1],
      apartMm: 0.14,
      apartDeg: 0.05,
    },
    residuals: [
      { name: 'Bladder', shiftMm: [0.2, -1.6, 1.1], distanceMm: 1.95, matched: 0.6, shifted: 0.7 },
    ],
    departurePercent: null,
    within: couch ? (judge(couch, toleranceTables.standard) as MatchRecord['within']) : null,
    seconds: 21,
    signatures: [],
    ...given,
  };
}

/** Another patient's scan: no numbers, and a matrix that is only for looking at. */
export function aRefusal(given: Partial<MatchRecord> = {}): MatchRecord {
  return aMatch({
    credible: false,
    reasons: [
      {
        code: 'positioning/not-alike',
        params: { percent: 12, outline: 60 },
        message:
          'The scan does not agree with the planning CT (correlation 12 %, outlines 60 %): it may be another patient or another region.',
      },
    ],
    couch: null,
    within: null,
    uncertainty: null,
    captureRange: null,
    opinion: null,
    residuals: [],
    ...given,
  });
}

/** 4.2 mm down: outside the standard table. */
export function anOutside(given: Partial<MatchRecord> = {}): MatchRecord {
  return aMatch({ couch: { ...aCouch, verticalMm: -4.2 }, ...given });
}

export function aSetup(given: Partial<MatchSetup> = {}): MatchSetup {
  return {
    studyUid: '1.2',
    scans: [
      { volumeId: 'scan', label: 'CBCT 2026-01-02', restoredFrom: null },
      { volumeId: 'older', label: 'CBCT 2026-01-01', restoredFrom: null },
    ],
    plans: [
      {
        volumeId: 'plan',
        studyUid: '1.1',
        label: 'Planning CT 2025-12-20',
        planId: 'rp1',
        structureSetId: 'rs1',
        isocentreMm: [0, 0, 0],
        position: 'HFS',
        foundBy: 'plan',
      },
      {
        volumeId: 'ct2',
        studyUid: '1.0',
        label: 'CT 2025-06-01',
        planId: null,
        structureSetId: null,
        isocentreMm: null,
        position: null,
        foundBy: 'patient',
      },
    ],
    warnings: [],
    ...given,
  };
}

export function aSignature(given: Partial<Signature> = {}): Signature {
  return {
    person: 'A. Therapist',
    meaning: 'approved',
    reason: '',
    recordSha256: 'e'.repeat(64),
    at: '2026-02-02T08:05:00Z',
    ...given,
  };
}

const onEach = <T>(shift: T, turn: T) => ({
  verticalMm: shift,
  longitudinalMm: shift,
  lateralMm: shift,
  pitchDeg: turn,
  rollDeg: turn,
  rotationDeg: turn,
});

/** Two fractions of a patient among three. */
export function aTrend(given: Partial<MatchTrend> = {}): MatchTrend {
  const axis = { mean: 1, sd: 0.5 };
  const group = { groupMean: 0.4, systematic: 1, random: 2 };
  return {
    fractions: [
      { matchId: 'm0', scanned: '20260101 0900', couch: aCouch, within: true },
      {
        matchId: 'm1',
        scanned: '20260102 0900',
        couch: { ...aCouch, lateralMm: 3.4 },
        within: false,
      },
    ],
    patient: onEach(axis, axis),
    group: {
      patients: 3,
      errors: onEach<{
        groupMean: number;
        systematic: number;
        random: number;
        marginMm: number | null;
      }>({ ...group, marginMm: 3.9 }, { ...group, marginMm: null }),
    },
    ...given,
  };
}
