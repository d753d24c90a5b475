import type { CouchShift } from './couch-shift.ts';

/** How a console shows a couch shift. */
export interface CouchDisplay {
  readonly name: string;
  readonly shiftUnit: 'mm' | 'cm';
  readonly shiftDecimals: number;
  readonly turnDecimals: number;
  /** Consoles that show the error show what has to be undone: the inverse sign. */
  readonly shows: 'correction' | 'error';
  readonly labels: Readonly<Record<CouchAxis, string>>;
  /** Where this is known from. */
  readonly source: string;
}

export type CouchAxis = keyof CouchShift;

export const couchAxes = [
  'verticalMm',
  'longitudinalMm',
  'lateralMm',
  'pitchDeg',
  'rollDeg',
  'rotationDeg',
] as const satisfies readonly CouchAxis[];

const iecLabels = {
  verticalMm: 'Vertical',
  longitudinalMm: 'Longitudinal',
  lateralMm: 'Lateral',
  pitchDeg: 'Pitch',
  rollDeg: 'Roll',
  rotationDeg: 'Rotation',
} as const;

/**
 * Vendors' displays as far as they are known. They were not checked against a console: signs and
 * decimals of a machine must be confirmed once before its preset is used.
 */
export const couchDisplays = {
  iec: {
    name: 'IEC 61217',
    shiftUnit: 'mm',
    shiftDecimals: 1,
    turnDecimals: 1,
    shows: 'correction',
    labels: iecLabels,
    source: 'IEC 61217; DICOM PS3.3 C.8.8.14.12',
  },
  'varian-iec': {
    name: 'Varian, IEC scale',
    shiftUnit: 'cm',
    shiftDecimals: 2,
    turnDecimals: 1,
    shows: 'correction',
    labels: {
      verticalMm: 'Vrt',
      longitudinalMm: 'Lng',
      lateralMm: 'Lat',
      pitchDeg: 'Pitch',
      rollDeg: 'Roll',
      rotationDeg: 'Rtn',
    },
    source: 'Vrt, Lng, Lat in cm, Rtn, Pitch, Roll in degrees; from memory',
  },
  'elekta-error': {
    name: 'Elekta XVI, error shown',
    shiftUnit: 'cm',
    shiftDecimals: 2,
    turnDecimals: 1,
    shows: 'error',
    labels: iecLabels,
    source: 'the error is shown, the correction is its inverse; from memory',
  },
} as const satisfies Readonly<Record<string, CouchDisplay>>;

export type CouchDisplayName = keyof typeof couchDisplays;

export interface ShownNumber {
  readonly axis: CouchAxis;
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly unit: 'mm' | 'cm' | '°';
}

/**
 * The six numbers as a console shows them, rounded half away from zero; never "-0.0". The error of a
 * display that shows errors is each number with the other sign, which is the inverse motion to
 * first order; the matrix stays the truth.
 */
export function shownNumbers(shift: CouchShift, name: CouchDisplayName = 'iec'): ShownNumber[] {
  const display: CouchDisplay = couchDisplays[name];
  return couchAxes.map((axis) => {
    const turns = axis.endsWith('Deg');
    const decimals = turns ? display.turnDecimals : display.shiftDecimals;
    const scale = !turns && display.shiftUnit === 'cm' ? 0.1 : 1;
    const sign = display.shows === 'error' ? -1 : 1;
    const value = roundedAway(sign * scale * shift[axis], decimals);
    return {
      axis,
      label: display.labels[axis],
      value,
      text: value.toFixed(decimals),
      unit: turns ? '°' : display.shiftUnit,
    };
  });
}

/** Half away from zero, free of binary rests and of negative zero. */
export function roundedAway(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  const whole = Math.round(Math.abs(value) * scale + 1e-9);
  return whole === 0 ? 0 : (Math.sign(value) * whole) / scale;
}
