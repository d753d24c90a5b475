import { describe, expect, it } from 'vitest';
import type { CouchDisplayName } from '../../../studies/positioning/couch/display.ts';
import { aCouch, aMatch, anOutside, aRefusal, aSetup, aTrend } from '../../testing/matches.ts';
import { displacementWords } from './displacement-words.ts';
import {
  beforeMatrix,
  choiceOf,
  formOf,
  formProblem,
  holdChoice,
  openingForm,
  type MatchTarget,
} from './match-form.ts';
import { adviceOf, needsReason, numberRows } from './match-text.ts';
import { margins, scanDate, trendPicture } from './trend-plot.ts';

const moved = [1, 0, 0, 5, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const target: MatchTarget = {
  scanId: 'scan',
  plan: aSetup().plans[0]!,
  box: null,
  hand: null,
  landmarks: null,
};

describe('the form', () => {
  it('leaves plan coordinates to the engine and starts as found', () => {
    expect(choiceOf(openingForm, target)).toEqual({
      fixedVolumeId: 'plan',
      movingVolumeId: 'scan',
      planId: 'rp1',
      dof: 6,
      metric: 'mutual-information',
      window: 'all',
      region: { kind: 'whole' },
      start: null,
      startedBy: 'none',
      tolerance: 'standard',
      secondOpinion: true,
      captureRange: false,
    });
  });

  it('says what keeps it from being sent', () => {
    const problem = (form: object, on: object = {}) =>
      formProblem({ ...openingForm, ...form }, { ...target, ...on });
    expect(problem({})).toBeNull();
    expect(problem({ region: 'structure' })).toBe('structure');
    expect(problem({ region: 'structure', structure: 3, marginMm: Number.NaN })).toBe('margin');
    expect(problem({ region: 'box' })).toBe('box');
    expect(problem({ start: 'hand' })).toBe('hand');
    expect(problem({ start: 'hand' }, { hand: moved })).toBeNull();
    expect(problem({ start: 'landmarks' })).toBe('landmarks');
  });

  it('starts from the hand, matches in a structure, or holds a position', () => {
    const form = { ...openingForm, region: 'structure', structure: 3, start: 'hand' } as const;
    expect(choiceOf(form, { ...target, hand: moved })).toMatchObject({
      region: { kind: 'structure', structureSetId: 'rs1', number: 3, marginMm: 10 },
      start: moved,
      startedBy: 'hand',
    });
    expect(holdChoice(openingForm, { ...target, landmarks: moved }, 'landmarks')).toMatchObject({
      mode: 'hold',
      start: moved,
      startedBy: 'landmarks',
    });
  });

  it('comes back as a match was asked for', () => {
    const { params } = aMatch();
    const asked = { ...params, dof: 4 as const, region: { kind: 'whole' as const } };
    expect(formOf(aMatch({ params: asked }))).toEqual({ ...openingForm, dof: 4 });
    expect(beforeMatrix(aMatch())[3]).toBe(-10);
  });
});

describe('the numbers', () => {
  it('follow the display, with limits and deviations in its unit', () => {
    const row = (name: CouchDisplayName, axis: string) =>
      numberRows(aMatch(), name).find((one) => one.axis === axis);
    expect(row('iec', 'lateralMm')).toMatchObject({
      text: '-2.1',
      unit: 'mm',
      sd: '0.1',
      limit: '3.0',
      pass: true,
    });
    expect(row('varian-iec', 'lateralMm')).toMatchObject({
      label: 'Lat',
      text: '-0.21',
      sd: '0.01',
    });
    expect(row('elekta-error', 'lateralMm')).toMatchObject({ text: '0.21', limit: '0.30' });
    expect(row('iec', 'shiftMagnitudeMm')?.text).toBe(Math.hypot(0.4, 1.2, 2.1).toFixed(1));
  });

  it('are none where the match was refused, even if a record carried some', () => {
    expect(numberRows(aRefusal({ couch: aCouch }), 'iec')).toEqual([]);
  });

  it('ask for a reason outside tolerance, beyond the couch, and where nothing was judged', () => {
    expect([aMatch(), anOutside(), aMatch({ within: null })].map(needsReason)).toEqual([
      false,
      true,
      true,
    ]);
    expect(needsReason(aMatch({ beyondCouch: ['pitchDeg'] }))).toBe(true);
  });

  it('have words for what is left over, and advice for findings', () => {
    expect(displacementWords([0.04, -1.6, 1.1])).toBe(
      '1.6 mm to the front, 1.1 mm towards the head',
    );
    expect(displacementWords([2, 3, -4])).toBe(
      '2.0 mm to the left, 3.0 mm to the back, 4.0 mm towards the feet',
    );
    expect(displacementWords([0, 0, 0])).toBe('nothing');
    expect(adviceOf(aRefusal().reasons[0]!)).toContain('Check name and region');
    expect(adviceOf({ code: 'gone/x', params: {}, message: '' })).toBe('');
  });
});

describe('the trend', () => {
  it('keeps zero in the middle and all fractions inside', () => {
    const box = { width: 300, height: 120 };
    const picture = trendPicture(aTrend().fractions, 'shifts', box)!;
    expect(picture.ticks.map(({ value }) => value)).toEqual([5, 0, -5]);
    expect(picture.ticks[1]!.y).toBeCloseTo((margins.top + box.height - margins.foot) / 2);
    const lateral = picture.lines.find(({ axis }) => axis === 'lateralMm')!;
    expect(lateral.points.map(({ within }) => within)).toEqual([true, false]);
    expect(lateral.points[0]!.y).toBeGreaterThan(picture.ticks[1]!.y);
    expect(lateral.points[1]!.y).toBeLessThan(picture.ticks[1]!.y);
    expect(trendPicture([], 'turns', box)).toBeNull();
    expect(scanDate('20260102 0915')).toBe('2026-01-02 09:15');
  });
});
