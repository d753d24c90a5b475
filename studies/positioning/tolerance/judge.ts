import type { CouchShift } from '../couch/couch-shift.ts';
import { couchAxes, type CouchAxis } from '../couch/display.ts';
import type { ToleranceTable } from './tables.ts';

export interface AxisVerdict {
  readonly axis: CouchAxis | 'shiftMagnitudeMm' | 'turnMagnitudeDeg';
  readonly value: number;
  readonly limit: number;
  readonly pass: boolean;
}

export interface ToleranceVerdict {
  readonly table: string;
  readonly pass: boolean;
  /** The six numbers, then the lengths of shift and turn. */
  readonly axes: readonly AxisVerdict[];
  readonly failed: readonly AxisVerdict['axis'][];
}

/**
 * Sets a couch shift beside a table: each number and the lengths of shift and turn. The length of the turn
 * is that of its three small angles, good to a hundredth of a degree within 3 degrees. A number that
 * is not finite fails.
 */
export function judge(shift: CouchShift, table: ToleranceTable): ToleranceVerdict {
  const verdict = (axis: AxisVerdict['axis'], value: number): AxisVerdict => {
    const limit = axis.endsWith('Deg') ? table.turnDeg : table.shiftMm;
    // Binary rests do not fail a value on the limit.
    return { axis, value, limit, pass: Math.abs(value) <= limit + 1e-9 };
  };
  const { verticalMm, longitudinalMm, lateralMm, pitchDeg, rollDeg, rotationDeg } = shift;
  const axes = [
    ...couchAxes.map((axis) => verdict(axis, shift[axis])),
    verdict('shiftMagnitudeMm', Math.hypot(verticalMm, longitudinalMm, lateralMm)),
    verdict('turnMagnitudeDeg', Math.hypot(pitchDeg, rollDeg, rotationDeg)),
  ];
  const failed = axes.filter(({ pass }) => !pass).map(({ axis }) => axis);
  return { table: table.name, pass: failed.length === 0, axes, failed };
}
