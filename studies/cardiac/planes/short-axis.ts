import { cross, dot, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import { beatingRegion } from './beating-centre.ts';
import type { CineSlice } from './cine-slice.ts';
import { findLeftVentricle } from './left-ventricle.ts';
import type { ParallelGroup } from './parallel-groups.ts';
import { across, lineAngleDeg, towards, usualLongAxis } from './vectors.ts';

/** The short-axis stack, and where its middle slices show the left ventricle. */
export interface ShortAxis {
  readonly group: ParallelGroup;
  /** In the plane of one of the middle slices. */
  readonly centreMm: LpsPoint;
  readonly roundness: number;
}

/** How far hearts lie from the usual direction: one standard deviation. */
const usualSpreadDeg = 40;
/** One or two slices must lie within this of the usual direction to pass for short axis. */
const fewSlicesDeg = 45;

/**
 * The parallel group that is the short axis: near the patient's usual long axis (generously), round
 * in its middle slices, and crossed at a right angle by the study's single planes. Null: none is.
 */
export function findShortAxis(
  groups: readonly ParallelGroup[],
  asked: ReadonlySet<string>,
): ShortAxis | null {
  const named = groups.filter(({ slices }) => slices.some(({ id }) => asked.has(id)));
  const stacks = groups.filter(({ slices }) => slices.length >= 3);
  const few = groups.filter(({ normal }) => lineAngleDeg(normal, usualLongAxis) < fewSlicesDeg);
  const field = named.length > 0 ? named : stacks.length > 0 ? stacks : few;
  let best: { score: number; found: ShortAxis } | null = null;
  for (const group of field) {
    const found = { group, ...middleOf(group) };
    const score = likelihood(found, groups);
    if (best === null || score > best.score) best = { score, found };
  }
  return best !== null && (named.length > 0 || best.score > leastScore) ? best.found : null;
}

/** A stack 45 degrees off the usual direction and middling round passes; an axial one does not. */
const leastScore = 1;

function likelihood({ group, roundness }: ShortAxis, groups: readonly ParallelGroup[]): number {
  const off = lineAngleDeg(group.normal, usualLongAxis) / usualSpreadDeg;
  const others = groups.filter((other) => other !== group && other.slices.length < 3);
  const crossing = others.filter((other) => lineAngleDeg(other.normal, group.normal) > 70).length;
  const agreed = others.length === 0 ? 0.5 : crossing / others.length;
  return Math.exp(-0.5 * off * off) + roundness + 0.4 * agreed;
}

/** The middle half of a stack (at least one slice). */
export function middleSlices(slices: readonly CineSlice[]): readonly CineSlice[] {
  const count = slices.length;
  return count < 4 ? slices : slices.slice(Math.floor(count / 4), Math.ceil((3 * count) / 4));
}

function middleOf({ slices, normal }: ParallelGroup): { centreMm: LpsPoint; roundness: number } {
  const middle = middleSlices(slices);
  const right = across(middle[0]!.row, normal);
  const down = cross(normal, right);
  const region = beatingRegion(middle, right, down);
  if (region === null) return { centreMm: middle[0]!.centreMm, roundness: 0 };
  return findLeftVentricle(middle, region.centreMm, right, down);
}

/**
 * The stack's normal from base to apex. The patient's usual direction says which end is which; where
 * the stack lies nearly across it, the end that beats over the larger area is the base.
 */
export function baseToApex({ group: { slices, normal } }: ShortAxis): {
  e3: Vector3;
  doubtful: boolean;
} {
  const usual = towards(normal, usualLongAxis);
  const areas = endAreas(slices, normal);
  if (areas === null) return { e3: usual, doubtful: false };
  // Along the group's normal: positive when the beating area shrinks, as it does towards the apex.
  const shrinks = areas.first - areas.last;
  const byPixels: Vector3 = shrinks >= 0 ? normal : [-normal[0], -normal[1], -normal[2]];
  const agrees = dot(byPixels, usual) > 0;
  const clear = Math.abs(shrinks) > 0.35 * Math.max(areas.first, areas.last);
  if (Math.abs(dot(normal, usualLongAxis)) < 0.25 && clear)
    return { e3: byPixels, doubtful: !agrees };
  return { e3: usual, doubtful: clear && !agrees };
}

function endAreas(
  slices: readonly CineSlice[],
  normal: Vector3,
): { first: number; last: number } | null {
  if (slices.length < 5) return null;
  const right = across(slices[0]!.row, normal);
  const down = cross(normal, right);
  const third = Math.floor(slices.length / 3);
  const area = (part: readonly CineSlice[]) => beatingRegion(part, right, down)?.areaMm2 ?? 0;
  return { first: area(slices.slice(0, third)), last: area(slices.slice(-third)) };
}
