import type { MatchRecord } from '../../library/match-records.ts';
import { matchParamsSchema } from '../../library/match-records.ts';
import type { StudyRecord } from '../../library/records.ts';
import { volumeRecord } from '../../library/testing/entries.ts';
import { couchFrame, couchShift, type CouchShift } from '../../positioning/couch/couch-shift.ts';
import { beyondLimits } from '../../positioning/couch/limits.ts';
import { couchWords } from '../../positioning/couch/words.ts';
import { rigidInverse } from '../../positioning/registration/pose.ts';
import { bodyPhantom, planningGrid, scanGrid } from '../../positioning/testing/body-phantom.ts';
import { movedBy, moveOf } from '../../positioning/testing/known-offsets.ts';
import { judge } from '../../positioning/tolerance/judge.ts';
import { toleranceTables } from '../../positioning/tolerance/tables.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import type { VoxelGrid } from '../../volume/volume.ts';
import type { MatchReportInput, MatchStructure } from '../match-input.ts';

const isocentreMm: LpsPoint = [10, 20, 0];

/** How the sample's scan lies wrong; the couch has to undo it. */
export const sampleMove = moveOf([1.2, 0.4, -0.8], [-4, 2.5, 6]);

const spread: CouchShift = {
  verticalMm: 0.21,
  longitudinalMm: 0.34,
  lateralMm: 0.18,
  pitchDeg: 0.12,
  rollDeg: 0.09,
  rotationDeg: 0.07,
};

/** A match of the phantom that found home exactly, not signed; outside the standard tolerance. */
export function matchRecord(fields: Partial<MatchRecord> = {}): MatchRecord {
  const matrix = rigidInverse(sampleMove);
  const frame = couchFrame('HFS', isocentreMm);
  const couch = couchShift(matrix, frame);
  return {
    id: 'match',
    studyUid: '1.2.5',
    created: '2026-01-31T10:20:30.000Z',
    params: matchParamsSchema.parse({ fixedVolumeId: 'fixed', movingVolumeId: 'moving' }),
    structureSetId: null,
    method: 'automatic',
    credible: true,
    reasons: [],
    warnings: [],
    matrix: [...matrix],
    frame: {
      position: frame.position,
      planIsocentreMm: [...frame.planIsocentreMm] as [number, number, number],
      scanIsocentreMm: [...frame.scanIsocentreMm] as [number, number, number],
      pivotMm: [...frame.pivotMm] as [number, number, number],
      order: frame.order,
    },
    couch,
    words: couchWords(couch, 'HFS'),
    beyondCouch: beyondLimits(couch),
    quality: {
      metric: 'mutual-information',
      value: 0.8123,
      correlation: 0.957,
      overlap: 0.93,
      points: 39_870,
    },
    evidence: {
      sharedShare: 0.97,
      sharedMl: 4321,
      outlineDice: 0.98,
      correlation: { all: 0.96, soft: 0.84, bone: 0.91 },
      local: 0.62,
      alternatives: { asMatched: 0.96, mirrored: 0.71, turned: 0.55 },
      metalMl: 0,
      metalShare: 0,
    },
    uncertainty: { couch: spread, mostMm: 0.41, mostDeg: 0.22 },
    captureRange: { shiftMm: 40, turnDeg: 15 },
    opinion: {
      program: 'elastix 5.2',
      matrix: [...matrix],
      apartMm: 0.32,
      apartDeg: 0.11,
    },
    residuals: [
      { name: 'Bone', shiftMm: [0.3, 0, -0.4], distanceMm: 0.5, matched: 0.9, shifted: 0.91 },
      { name: 'PTV', shiftMm: null, distanceMm: null, matched: 0.4, shifted: 0.4 },
    ],
    departurePercent: null,
    within: matchVerdict(couch),
    seconds: 14.2,
    signatures: [],
    ...fields,
  };
}

/** The library keeps plain arrays. */
function matchVerdict(couch: CouchShift): MatchRecord['within'] {
  const verdict = judge(couch, toleranceTables.standard);
  return {
    ...verdict,
    axes: verdict.axes.map((axis) => ({ ...axis })),
    failed: [...verdict.failed],
  };
}

export const refusedMatch: Partial<MatchRecord> = {
  credible: false,
  reasons: [
    {
      code: 'positioning/not-alike',
      params: { percent: 31, outline: 64 },
      message:
        'The scan does not agree with the planning CT (correlation 31 %, outlines 64 %): it may be another patient or another region.',
    },
  ],
  couch: null,
  words: [],
  beyondCouch: [],
  uncertainty: null,
  captureRange: null,
  opinion: null,
  residuals: [],
  within: null,
};

export const matchSignature: MatchRecord['signatures'][number] = {
  person: 'Dr A. Reader',
  meaning: 'approved',
  reason: 'Bone agrees; target shift accepted by the physicist',
  recordSha256: 'ab12'.repeat(16),
  at: '2026-01-31T10:25:00.000Z',
};

function study(uid: string, description: string, date: string): StudyRecord {
  return {
    uid,
    patientId: 'P-1',
    patientName: 'Müller^Zoë',
    patientBirthDate: '19700101',
    patientSex: 'F',
    date,
    time: '101500',
    description,
    sample: false,
    importedAt: '',
    series: [],
    projections: [],
  };
}

const circle = (radiusMm: number, z: number) =>
  Array.from({ length: 48 }, (_, n): LpsPoint => {
    const angle = (n * Math.PI) / 24;
    return [10 + radiusMm * Math.cos(angle), 20 + radiusMm * Math.sin(angle), z];
  });

/** A ball of 30 mm about the isocentre, drawn every 3 mm. */
const target: MatchStructure = {
  name: 'PTV',
  colour: [255, 80, 80],
  contours: Array.from({ length: 19 }, (_, n) => 3 * (n - 9)).map((z) => ({
    kind: 'closed' as const,
    points: circle(Math.sqrt(900 - z * z), z),
    imageUid: null,
  })),
};

const volume = (grid: VoxelGrid, description: string, kind: 'ct' | 'cbct') => {
  const { dims, spacingMm, originMm } = grid.geometry;
  const record = volumeRecord({
    id: kind === 'ct' ? 'fixed' : 'moving',
    kind,
    description,
    dims: [...dims],
    spacingMm: [...spacingMm],
    originMm: [...originMm] as [number, number, number],
  });
  return { record, grid };
};

/** The phantom's planning CT and a noisy scan of it that lies wrong by `sampleMove`. */
export function matchReportInput(fields: Partial<MatchRecord> = {}): MatchReportInput {
  const scan = movedBy(
    bodyPhantom('anna', scanGrid, { noiseHu: 40, streakHu: 60, fieldRadiusMm: 125 }),
    sampleMove,
  );
  return {
    record: matchRecord(fields),
    display: 'iec',
    study: study('1.2.5', 'Fraction 3', '20260131'),
    planningStudy: study('1.2.3', 'Planning', '20260105'),
    scanned: '2026-01-31 10:15',
    fixed: volume(bodyPhantom('anna', planningGrid), 'Planning CT', 'ct'),
    moving: volume(scan, 'CBCT pelvis', 'cbct'),
    plan: 'Pelvis 25 x 2 Gy',
    structures: [target],
    regionName: null,
    badge: null,
    software: '0.1.0',
    created: new Date('2026-01-31T10:30:00Z'),
  };
}
