import type { CouchShift } from './couch-shift.ts';
import { couchAxes, type CouchAxis } from './display.ts';

/** How far a couch can go. */
export interface CouchLimits {
  readonly turnDeg: number;
  readonly shiftMm: number;
}

/**
 * Six-freedom couches in use turn up to 3 degrees (PerfectPitch, J Radiother Pract 2023; anchors.md 1.3).
 * Shifts differ by couch and are not limited unless told.
 */
export const usualLimits: CouchLimits = { turnDeg: 3, shiftMm: Infinity };

/** The axes along which the couch cannot follow. */
export function beyondLimits(shift: CouchShift, limits: CouchLimits = usualLimits): CouchAxis[] {
  return couchAxes.filter((axis) => {
    const most = axis.endsWith('Deg') ? limits.turnDeg : limits.shiftMm;
    // Binary rests of a shift on the limit do not count.
    return Math.abs(shift[axis]) > most + 1e-6;
  });
}
