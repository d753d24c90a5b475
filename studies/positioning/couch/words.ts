import { patientLetters } from '../../volume/orientation.ts';
import type { Vector3 } from '../../volume/geometry.ts';
import type { CouchShift } from './couch-shift.ts';
import { roundedAway } from './display.ts';
import { roomAxes, type PatientPosition } from './patient-position.ts';

const patientSides: Readonly<Record<string, string>> = {
  L: 'left',
  R: 'right',
  A: 'forwards (anterior)',
  P: 'backwards (posterior)',
  H: 'towards the head',
  F: 'towards the feet',
};

const shifts = [
  { key: 'lateralMm', axis: 0, above: 'right', below: 'left' },
  { key: 'longitudinalMm', axis: 1, above: 'in, towards the gantry', below: 'out' },
  { key: 'verticalMm', axis: 2, above: 'up', below: 'down' },
] as const;

const turns = [
  { key: 'pitchDeg', above: "the gantry's end goes up", below: "the gantry's end goes down" },
  { key: 'rollDeg', above: 'the right side goes down', below: 'the right side goes up' },
  { key: 'rotationDeg', above: 'counter-clockwise from above', below: 'clockwise from above' },
] as const;

/**
 * What the couch does and what that does to the patient, one sentence for each number that does not round to
 * zero. Right, left and clockwise of the couch are those of a viewer who faces the gantry; of the
 * patient, their own.
 */
export function couchWords(shift: CouchShift, position: PatientPosition, decimals = 1): string[] {
  const said: string[] = [];
  for (const { key, axis, above, below } of shifts) {
    const mm = roundedAway(shift[key], decimals);
    if (mm === 0) continue;
    const where = patientSide(roomAxes(position)[axis], mm);
    said.push(
      `couch ${Math.abs(mm).toFixed(decimals)} mm ${mm > 0 ? above : below}: patient moves ${where}`,
    );
  }
  const names = { pitchDeg: 'pitch', rollDeg: 'roll', rotationDeg: 'rotation' } as const;
  for (const { key, above, below } of turns) {
    const deg = roundedAway(shift[key], decimals);
    if (deg === 0) continue;
    const sign = deg > 0 ? '+' : '-';
    const size = Math.abs(deg).toFixed(decimals);
    said.push(`couch ${names[key]} ${sign}${size}°: ${deg > 0 ? above : below}`);
  }
  return said.length === 0 ? ['couch stays: no shift to be made'] : said;
}

function patientSide(axis: Vector3, sign: number): string {
  const direction: Vector3 = [axis[0] * sign, axis[1] * sign, axis[2] * sign];
  return patientSides[patientLetters(direction)[0]!]!;
}
