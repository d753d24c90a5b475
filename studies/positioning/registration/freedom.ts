import type { Vector3 } from '../../volume/geometry.ts';

/** Shifts only; shifts and the turn of the couch; all shifts and turns. */
export type DegreesOfFreedom = 3 | 4 | 6;

/** Directions of shift (mm) and turn (radians) that a model may step along, six numbers each. */
export type Freedom = readonly (readonly number[])[];

/**
 * A model of fewer freedoms is fitted on its own; leaving turns out of a 6-freedom answer gives wrong
 * shifts, since shifts and turns are coupled (anchors.md 1.3).
 * @param turnAxis of the couch's turntable in the patient, for 4 degrees of freedom
 */
export function freedomOf(dof: DegreesOfFreedom, turnAxis: Vector3): Freedom {
  const shifts = [0, 1, 2].map((n) => one(n));
  if (dof === 3) return shifts;
  if (dof === 4) return [...shifts, [0, 0, 0, ...turnAxis]];
  return [0, 1, 2, 3, 4, 5].map((n) => one(n));
}

const one = (at: number) => [0, 1, 2, 3, 4, 5].map((n) => (n === at ? 1 : 0));
