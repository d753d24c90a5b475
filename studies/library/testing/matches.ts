import { randomUUID } from 'node:crypto';
import { couchFrame, matrixOfCouch, type CouchShift } from '../../positioning/couch/couch-shift.ts';
import { couchWords } from '../../positioning/couch/words.ts';
import { judge } from '../../positioning/tolerance/judge.ts';
import { toleranceTables } from '../../positioning/tolerance/tables.ts';
import { matchParamsSchema, type MatchRecord } from '../match-records.ts';
import type { VolumeRecord } from '../records.ts';

type Ends = Pick<VolumeRecord, 'id' | 'studyUid'>;

export const noShift: CouchShift = {
  verticalMm: 0,
  longitudinalMm: 0,
  lateralMm: 0,
  pitchDeg: 0,
  rollDeg: 0,
  rotationDeg: 0,
};

/** A credible match of a scan to a planning CT that asks for `couch`, judged by the standard table. */
export function matchRecord(
  scan: Ends,
  plan: Ends,
  couch: Partial<CouchShift> = {},
  fields: Partial<MatchRecord> = {},
): MatchRecord {
  const shift = { ...noShift, ...couch };
  const frame = couchFrame('HFS', [0, 0, 6]);
  const within = judge(shift, toleranceTables.standard);
  return {
    id: randomUUID(),
    studyUid: scan.studyUid,
    created: new Date().toISOString(),
    params: matchParamsSchema.parse({ fixedVolumeId: plan.id, movingVolumeId: scan.id }),
    structureSetId: null,
    method: 'automatic',
    credible: true,
    reasons: [],
    warnings: [],
    matrix: [...matrixOfCouch(shift, frame)],
    frame: {
      position: frame.position,
      order: frame.order,
      planIsocentreMm: [...frame.planIsocentreMm],
      scanIsocentreMm: [...frame.scanIsocentreMm],
      pivotMm: [...frame.pivotMm],
    },
    couch: shift,
    words: couchWords(shift, frame.position),
    beyondCouch: [],
    quality: null,
    evidence: null,
    uncertainty: null,
    captureRange: null,
    opinion: null,
    residuals: [],
    departurePercent: null,
    within: {
      ...within,
      axes: within.axes.map((one) => ({ ...one })),
      failed: [...within.failed],
    },
    seconds: 4.2,
    signatures: [],
    ...fields,
  };
}

/** One that was refused: no couch numbers. */
export function refusedMatch(scan: Ends, plan: Ends): MatchRecord {
  const refused = { credible: false, couch: null, words: [], within: null };
  const reason = { code: 'positioning/mirrored', params: {}, message: 'It fits better mirrored.' };
  return matchRecord(scan, plan, {}, { ...refused, reasons: [reason] });
}
