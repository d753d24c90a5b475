import { describe, expect, it } from 'vitest';
import { matchParamsSchema } from '../../../../studies/library/match-records.ts';
import {
  couchFrame,
  couchOrder,
  matrixOfCouch,
  type CouchShift,
} from '../../../../studies/positioning/couch/couch-shift.ts';
import { couchAxes } from '../../../../studies/positioning/couch/display.ts';
import { rigidInverse } from '../../../../studies/positioning/registration/pose.ts';
import { bodyPhantom } from '../../../../studies/positioning/testing/body-phantom.ts';
import { movedBy, moveOf } from '../../../../studies/positioning/testing/known-offsets.ts';
import type { VoxelGrid } from '../../../../studies/volume/volume.ts';
import { runMatch, type MatchFindings, type MatchInput } from './run-match.ts';
import { planningGrid, scanGrid } from './testing/match-pair.ts';

const usual = { noiseHu: 40, seed: 2, couch: true };
const planning = bodyPhantom('anna', planningGrid, { noiseHu: 20, couch: true });
const scan = bodyPhantom('anna', scanGrid, usual);
/** The scanner's own coordinates; the plan's isocentre is elsewhere. */
const place = {
  position: 'HFS',
  planIsocentreMm: [10, -12, 5],
  scanIsocentreMm: [0, 0, 0],
} as const;
const frame = couchFrame(place.position, place.planIsocentreMm, place.scanIsocentreMm);
const wanted: CouchShift = {
  verticalMm: -4.2,
  longitudinalMm: 6.5,
  lateralMm: 2.1,
  pitchDeg: 3.6,
  rollDeg: -0.8,
  rotationDeg: 1.6,
};
/** The scan of a patient who needs that couch motion. */
const scanned = (couch: CouchShift, grid = scan) =>
  movedBy(grid, rigidInverse(matrixOfCouch(couch, frame)));

function inputOf(moving: VoxelGrid, params: object = {}): MatchInput {
  return {
    fixed: planning,
    moving,
    place,
    region: { kind: 'whole' },
    params: matchParamsSchema.parse({ fixedVolumeId: 'a', movingVolumeId: 'b', ...params }),
    registrations: [],
    structures: [],
    departure: null,
    opinion: null,
  };
}

const matched = (moving: VoxelGrid, params?: object, more?: Partial<MatchInput>) =>
  runMatch({ ...inputOf(moving, params), ...more }, () => undefined, new AbortController().signal);

function expectNear(found: CouchShift | null, truth: CouchShift): void {
  for (const axis of couchAxes) {
    const most = axis.endsWith('Deg') ? 0.3 : 0.5;
    expect(Math.abs(found![axis] - truth[axis]), axis).toBeLessThan(most);
  }
}

const codes = (warnings: MatchFindings['warnings']) => warnings.map(({ code }) => code);

function expectRefused(found: MatchFindings, code: string): void {
  expect(codes(found.reasons)).toContain(code);
  const { credible, couch, words, within, uncertainty, residuals } = found;
  expect({ credible, couch, words, within, uncertainty, residuals }).toEqual({
    credible: false,
    couch: null,
    words: [],
    within: null,
    uncertainty: null,
    residuals: [],
  });
}

describe('a match', () => {
  it('gives the couch motion that the patient needs, in numbers and words', async () => {
    const found = await matched(scanned(wanted));
    expect(found.reasons).toEqual([]);
    expectNear(found.couch, wanted);
    expect(found.method).toBe('automatic');
    expect(found.words[0]).toMatch(/^couch \d\.\d mm right: patient moves left$/);
    expect(found.within).toMatchObject({ table: 'Standard', pass: false });
    expect(found.within?.failed).toContain('longitudinalMm');
    expect(found.beyondCouch).toEqual(['pitchDeg']);
    expect(found.warnings.map(({ message }) => message)).toEqual([
      'The couch turns up to 3° and cannot follow in pitch.',
    ]);
    expect(found.frame).toEqual({ ...place, pivotMm: [0, 0, 0], order: couchOrder });
    expect(found.uncertainty!.couch.verticalMm).toBeLessThan(0.3);
    expect(found.residuals.map(({ name }) => name)).toEqual(['Bone']);
    expect(found.residuals[0]!.distanceMm).toBeLessThan(0.5);
  });

  it('of 4 degrees of freedom turns about the upright axis only', async () => {
    const may = { ...wanted, pitchDeg: 0, rollDeg: 0 };
    const opinion = { program: 'Other', matrix: matrixOfCouch({ ...may, lateralMm: 5.1 }, frame) };
    const found = await matched(
      scanned(may),
      { dof: 4 },
      { opinion: () => Promise.resolve(opinion) },
    );
    expectNear(found.couch, may);
    expect(Math.abs(found.couch!.pitchDeg) + Math.abs(found.couch!.rollDeg)).toBeLessThan(1e-6);
    expect(found.opinion?.apartMm).toBeGreaterThan(2.5);
    expect(codes(found.warnings)).toEqual(['positioning/opinion-differs']);
  });

  it('judges what a person set, and says how far a fit would go on', async () => {
    const set = matrixOfCouch({ ...wanted, longitudinalMm: wanted.longitudinalMm + 3 }, frame);
    const held = { mode: 'hold', startedBy: 'hand', start: [...set] };
    const found = await matched(scanned(wanted), held, { opinion: () => Promise.resolve(null) });
    expect(found.method).toBe('visual');
    expect(found.matrix).toEqual([...set]);
    expect(found.couch!.longitudinalMm).toBeCloseTo(9.5, 9);
    expect(found.uncertainty).toBeNull();
    expect(codes(found.warnings)).toEqual([
      'positioning/beyond-couch',
      'positioning/held-apart',
      'positioning/opinion-failed',
    ]);
  });

  it('reports its steps in order and stops between them', async () => {
    const control = new AbortController();
    const heard: string[] = [];
    const stopped = runMatch(
      inputOf(scan),
      (step) => {
        heard.push(step);
        if (step === 'prepare') control.abort(new Error('enough'));
      },
      control.signal,
    );
    await expect(stopped).rejects.toThrow('enough');
    expect(heard).toEqual(['prepare']);
  });
});

describe('a match that cannot be believed', () => {
  it('has no numbers: another patient', async () => {
    const other = bodyPhantom('bert', scanGrid, usual);
    const found = await matched(scanned(wanted, other), { metric: 'correlation' });
    expectRefused(found, 'positioning/not-alike');
    expect(found.matrix).toHaveLength(16);
    expect(found.evidence).not.toBeNull();
  });

  it('has no numbers either when a person set it', async () => {
    const far = matrixOfCouch({ ...wanted, rotationDeg: 180 }, frame);
    const found = await matched(scanned(wanted), { mode: 'hold', start: [...far] });
    expectRefused(found, 'positioning/turned');
  });

  it('of a scan that is elsewhere has no matrix', async () => {
    const gone = moveOf([0, 0, 0], [0, 0, 900]);
    const found = await matched(scan, { mode: 'hold', start: [...gone] });
    expectRefused(found, 'positioning/no-points');
    expect(found.matrix).toBeNull();
  });

  it('does not start from a matrix that mirrors', async () => {
    const mirror = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    await expect(matched(scan, { start: mirror })).rejects.toMatchObject({
      code: 'positioning/not-rigid',
    });
  });
});
