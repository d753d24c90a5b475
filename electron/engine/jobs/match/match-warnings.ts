import { warning, type Warning } from '../../../../studies/messages/sparrow-error.ts';
import { multiply, type Matrix } from '../../../../studies/dicom/rt/rigid-matrix.ts';
import type { MatchRecord } from '../../../../studies/library/match-records.ts';
import type { CouchShift } from '../../../../studies/positioning/couch/couch-shift.ts';
import { roundedAway, type CouchAxis } from '../../../../studies/positioning/couch/display.ts';
import { usualLimits } from '../../../../studies/positioning/couch/limits.ts';
import {
  apart,
  climbed,
  type RigidMatch,
} from '../../../../studies/positioning/registration/match.ts';
import {
  applied,
  rigidInverse,
  turnDeg,
} from '../../../../studies/positioning/registration/pose.ts';
import type { ToleranceTable } from '../../../../studies/positioning/tolerance/tables.ts';
import type { LpsPoint } from '../../../../studies/volume/geometry.ts';

/** Two answers further apart than this are not the same. */
const sameMm = 2;
const sameDeg = 1;
/** More of the region than this departs: the picture is not to be leaned on there. */
const mostDeparting = 5;

const names = { pitchDeg: 'pitch', rollDeg: 'roll', rotationDeg: 'rotation' } as const;

export function couchWarnings(beyond: readonly CouchAxis[]): Warning[] {
  if (beyond.length === 0) return [];
  const named = beyond.map((axis) => names[axis as keyof typeof names]).join(', ');
  return [warning('positioning/beyond-couch', { limit: usualLimits.turnDeg, axes: named })];
}

/** Where one standard deviation fills half the table, a pass says little. */
export function sureWarnings(spread: CouchShift, table: ToleranceTable): Warning[] {
  const { verticalMm, longitudinalMm, lateralMm, pitchDeg, rollDeg, rotationDeg } = spread;
  const mm = Math.max(verticalMm, longitudinalMm, lateralMm);
  const deg = Math.max(pitchDeg, rollDeg, rotationDeg);
  if (mm <= table.shiftMm / 2 && deg <= table.turnDeg / 2) return [];
  return [warning('positioning/unsure', rounded(mm, deg))];
}

/** How far one climb from a match that a person set would take it. */
export function heldWarnings(match: RigidMatch): Warning[] {
  const { apartMm, apartDeg } = apart(climbed(match.problem, match.pose).pose, match.pose);
  if (apartMm <= sameMm && apartDeg <= sameDeg) return [];
  return [warning('positioning/held-apart', rounded(apartMm, apartDeg))];
}

/** Another program climbs from no further than this. */
const reachMm = 30;
const reachDeg = 10;

/** The patient as scanned, so that the opinion owes us nothing; our answer where that is too far away. */
export function opinionStart(asScanned: Matrix, ours: Matrix, isocentreMm: LpsPoint): Matrix {
  const { apartMm, apartDeg } = apartAt(asScanned, ours, isocentreMm);
  return apartMm <= reachMm && apartDeg <= reachDeg ? asScanned : ours;
}

/** Another program's answer beside ours: how far apart they lay the isocentre. */
export function besideOurs(
  { program, matrix }: { readonly program: string; readonly matrix: Matrix },
  ours: Matrix,
  isocentreMm: LpsPoint,
): { opinion: NonNullable<MatchRecord['opinion']>; warnings: Warning[] } {
  const { apartMm, apartDeg } = apartAt(matrix, ours, isocentreMm);
  const differs = apartMm > sameMm || apartDeg > sameDeg;
  return {
    opinion: { program, matrix: [...matrix], apartMm, apartDeg },
    warnings: differs
      ? [warning('positioning/opinion-differs', { program, ...rounded(apartMm, apartDeg) })]
      : [],
  };
}

export function departureWarnings(percent: number | null, limitHu: number): Warning[] {
  if (percent === null || percent <= mostDeparting) return [];
  return [warning('positioning/departs', { percent: roundedAway(percent, 1), hu: limitHu })];
}

function apartAt(one: Matrix, other: Matrix, isocentreMm: LpsPoint) {
  const rest = multiply(one, rigidInverse(other));
  const moved = applied(rest, isocentreMm);
  const apartMm = Math.hypot(...moved.map((value, n) => value - isocentreMm[n]!));
  return { apartMm, apartDeg: turnDeg(rest) };
}

function rounded(mm: number, deg: number) {
  return { mm: roundedAway(mm, 1), deg: roundedAway(deg, 1) };
}
