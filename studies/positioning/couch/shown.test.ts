import { describe, expect, it } from 'vitest';
import { roundedAway, shownNumbers } from './display.ts';
import { beyondLimits } from './limits.ts';
import { couchWords } from './words.ts';

const shift = {
  verticalMm: 12.34,
  longitudinalMm: -0.04,
  lateralMm: -2.06,
  pitchDeg: 0.25,
  rollDeg: -3.1,
  rotationDeg: 3,
};

describe('couch numbers on a console', () => {
  it('are those of IEC 61217 in millimetres', () => {
    expect(shownNumbers(shift).map(({ text }) => text)).toEqual([
      '12.3',
      '0.0',
      '-2.1',
      '0.3',
      '-3.1',
      '3.0',
    ]);
  });

  it("are in centimetres under the vendor's labels", () => {
    const shown = shownNumbers(shift, 'varian-iec');
    expect(shown.map(({ label, text, unit }) => `${label} ${text} ${unit}`)).toEqual([
      'Vrt 1.23 cm',
      'Lng 0.00 cm',
      'Lat -0.21 cm',
      'Pitch 0.3 °',
      'Roll -3.1 °',
      'Rtn 3.0 °',
    ]);
  });

  it('have the other sign where the error is shown', () => {
    expect(shownNumbers(shift, 'elekta-error').map(({ value }) => value)).toEqual([
      -1.23, 0, 0.21, -0.3, 3.1, -3,
    ]);
  });

  it('round halves away from zero', () => {
    expect([1.005, -1.005, 0.125, -0.004].map((value) => roundedAway(value, 2))).toEqual([
      1.01, -1.01, 0.13, 0,
    ]);
  });
});

describe('couch words', () => {
  it('say what couch and patient do', () => {
    expect(couchWords(shift, 'HFS')).toEqual([
      'couch 2.1 mm left: patient moves right',
      'couch 12.3 mm up: patient moves forwards (anterior)',
      "couch pitch +0.3°: the gantry's end goes up",
      'couch roll -3.1°: the right side goes up',
      'couch rotation +3.0°: counter-clockwise from above',
    ]);
  });

  it("follow the patient's position", () => {
    const left = { ...shift, verticalMm: 0, pitchDeg: 0, rollDeg: 0, rotationDeg: 0 };
    expect(couchWords(left, 'FFS')).toEqual(['couch 2.1 mm left: patient moves left']);
    expect(couchWords(left, 'HFDR')).toEqual([
      'couch 2.1 mm left: patient moves forwards (anterior)',
    ]);
  });

  it('say when nothing is to be done', () => {
    const still = { ...shift, verticalMm: 0.04, lateralMm: 0 };
    const none = { ...still, pitchDeg: 0, rollDeg: 0, rotationDeg: 0 };
    expect(couchWords(none, 'HFS')).toEqual(['couch stays: no shift to be made']);
  });
});

describe('couch limits', () => {
  it('flags what turns by more than three degrees', () => {
    expect(beyondLimits(shift)).toEqual(['rollDeg']);
  });

  it("flags shifts beyond a limit of the couch's own", () => {
    expect(beyondLimits(shift, { turnDeg: 4, shiftMm: 10 })).toEqual(['verticalMm']);
  });
});
