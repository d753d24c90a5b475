import { beforeAll, describe, expect, test } from 'vitest';
import { inThisThread } from '../../studies/tomography/in-this-thread.ts';
import {
  measuredBody,
  place,
  withBlob,
  type MeasuredBody,
} from '../../test/fixtures/measured-body.ts';
import { EvidenceOf } from './evidence.ts';
import { attenuationOf } from './measured-grid.ts';
import type { RestoredEvidence } from './restoration.ts';

let body: MeasuredBody;
let evidenceOf: EvidenceOf;
let ofTruth: RestoredEvidence;

beforeAll(async () => {
  body = await measuredBody(30);
  const { projections, inside } = body;
  evidenceOf = new EvidenceOf({ place, projections, inside, beam: inThisThread() });
  ofTruth = await evidenceOf.whole(body.truth, body.fdk);
});

test('the body itself agrees with its own views, although it goes on beyond the slices', () => {
  expect(ofTruth.residualPercent).toBeLessThan(0.1);
  expect(ofTruth.inputResidualPercent).toBeGreaterThan(2);
  expect(ofTruth.perViewPercent).toHaveLength(30);
  expect(Math.max(...ofTruth.perViewPercent)).toBeLessThan(0.1);
  expect(ofTruth.departurePercent).toBe(0);
  expect(ofTruth.inputDeparturePercent).toBeGreaterThan(ofTruth.departurePercent);
});

test('a figure alone is that of the whole evidence', async () => {
  expect(await evidenceOf.percent(body.fdk)).toBe(ofTruth.inputResidualPercent);
});

describe('a planted hallucination', () => {
  const at = [30, 30, 11] as const;
  const around = (n: number) => {
    const i = n % place.dims[0];
    const j = Math.floor(n / place.dims[0]) % place.dims[1];
    const k = Math.floor(n / (place.dims[0] * place.dims[1]));
    return Math.hypot(i - at[0], j - at[1], k - at[2]);
  };

  test.each([
    ['added', 400],
    ['taken away', -400],
  ])(
    '%s: the map is strongest at its place, with its sign, and the figure rises',
    async (_, hu) => {
      const planted = await evidenceOf.whole(withBlob(body.truth, at, 3, hu), body.fdk);
      expect(planted.residualPercent).toBeGreaterThan(5 * ofTruth.residualPercent);
      expect(planted.departurePercent).toBeGreaterThan(0);
      const strengths = Array.from(planted.departure, (value) => value * Math.sign(hu));
      const strongest = strengths.indexOf(Math.max(...strengths));
      expect(around(strongest)).toBeLessThan(3);
      expect(strengths[strongest]!).toBeGreaterThan(planted.departureHu);
      // It stands out: elsewhere the map is weaker by far.
      const elsewhere = Array.from(planted.departure, (value, n) =>
        around(n) > 8 ? Math.abs(value) : 0,
      );
      expect(Math.max(...elsewhere)).toBeLessThan(0.4 * strengths[strongest]!);
    },
  );

  test('is seen over the disagreement that the picture has anyway', async () => {
    const planted = await evidenceOf.whole(withBlob(body.fdk, at, 3, 400), body.fdk);
    expect(planted.residualPercent).toBeGreaterThan(planted.inputResidualPercent);
    const before = await evidenceOf.whole(body.fdk, body.fdk);
    const raised = Array.from(planted.departure, (value, n) => value - before.departure[n]!);
    expect(around(raised.indexOf(Math.max(...raised)))).toBeLessThan(3);
  });
});

test('rays that leave the slices are not compared: their residual is zero', async () => {
  const { residual } = await evidenceOf.whole(body.fdk, body.fdk);
  const { detectorColumns, detectorRows } = body.projections.geometry;
  const middle = Math.floor(detectorColumns / 2) * detectorRows;
  expect(residual[middle]).toBe(0);
  expect(residual[middle + detectorRows - 1]).toBe(0);
  expect(residual[middle + detectorRows / 2]).not.toBe(0);
  // Without that, what the slices lack would look like a fault of the picture.
  const whole = await inThisThread().project(
    attenuationOf(body.truth, place, null),
    body.projections.geometry,
  );
  const missing = body.projections.lineIntegrals[middle]! - whole[middle]!;
  expect(missing).toBeGreaterThan(0.1);
});
