import type { HeartView } from '../../library/heart-records.ts';
import {
  cross,
  dot,
  length,
  normalise,
  type LpsPoint,
  type Vector3,
} from '../../volume/geometry.ts';
import type { CineSlice } from './cine-slice.ts';
import { offPlaneMm } from './parallel-groups.ts';
import { across, lineAngleDeg, towards } from './vectors.ts';

export type LongAxisView = Extract<HeartView, '2ch' | '3ch' | '4ch'>;
const views: readonly LongAxisView[] = ['2ch', '3ch', '4ch'];

/**
 * Where each view's plane lies, turned about e3 from e1 (the right ventricle) to e2 (inferior):
 * usual angle and spread, degrees. After the AHA segments, which the planes part.
 */
const usualTurn: Record<LongAxisView, readonly [angle: number, spread: number]> = {
  '4ch': [0, 14],
  '2ch': [82, 16],
  '3ch': [133, 15],
};
/** How far a patient's right ventricle lies from the usual direction, one standard deviation. */
const turnSpread = 22;
/** What it costs to say that a plane is none of the three. */
const noneCost = 6;

/** Planes nearer to the long axis than this contain it. */
const containsDeg = 25;
/** A plane of the left ventricle passes its axis this near; half of it is error of the axis. */
export const throughCentreMm = 18;

/** True when a plane contains e3, by direction. */
export function alongAxis(slice: CineSlice, e3: Vector3): boolean {
  return lineAngleDeg(slice.normal, e3) >= 90 - containsDeg;
}

/** Distance of a point on the long axis from a plane. */
export function offAxisMm(slice: CineSlice, centreMm: LpsPoint): number {
  return Math.abs(offPlaneMm(slice, centreMm));
}

/** Turn of a plane about e3, from e1 towards e2, 0 to 180 degrees. */
export function turnDeg(normal: Vector3, e1: Vector3, e3: Vector3): number {
  const line = cross(normal, e3);
  const e2 = cross(e3, e1);
  const angle = (Math.atan2(dot(line, e2), dot(line, e1)) * 180) / Math.PI;
  return ((angle % 180) + 180) % 180;
}

/**
 * Names the planes that contain the long axis: each view goes to one plane at most, and the turns of
 * all must fit one rotation of this heart against the usual patient. 'other' for the rest.
 *
 * @param given views the user said, by plane id: these stand
 */
export function nameLongAxis(
  slices: readonly CineSlice[],
  e3: Vector3,
  usualE1: Vector3,
  given: Readonly<Record<string, HeartView>>,
): Map<string, HeartView> {
  const fixed = slices.filter(({ id }) => given[id] !== undefined);
  const taken = fixed.map(({ id }) => given[id]!);
  const open = slices.filter(({ id }) => given[id] === undefined);
  const turns = open.map(({ normal }) => turnDeg(normal, usualE1, e3));
  const known = fixed.flatMap(({ id, normal }) => {
    const view = views.find((name) => name === given[id]);
    return view ? [{ view, turn: turnDeg(normal, usualE1, e3) }] : [];
  });
  let best: { cost: number; names: HeartView[] } = { cost: Infinity, names: [] };
  for (let rotation = -50; rotation <= 50; rotation += 2) {
    const sure = known.reduce((sum, { view, turn }) => sum + misfit(view, turn, rotation), 0);
    const rest = cheapest(
      turns,
      rotation,
      views.filter((view) => !taken.includes(view)),
    );
    const cost = (rotation / turnSpread) ** 2 + sure + rest.cost;
    if (cost < best.cost) best = { cost, names: rest.names };
  }
  const named = new Map<string, HeartView>(fixed.map(({ id }) => [id, given[id]!]));
  open.forEach(({ id }, n) => named.set(id, best.names[n]!));
  return named;
}

function misfit(view: LongAxisView, turn: number, rotation: number): number {
  const [angle, spread] = usualTurn[view];
  const off = Math.abs(((((turn - rotation - angle) % 180) + 270) % 180) - 90);
  return (off / spread) ** 2;
}

/** Cheapest way to give each plane one of the free views or none, by trying all. */
function cheapest(
  turns: readonly number[],
  rotation: number,
  free: readonly LongAxisView[],
): { cost: number; names: HeartView[] } {
  if (turns.length === 0) return { cost: 0, names: [] };
  const [turn, ...rest] = turns as [number, ...number[]];
  const none = cheapest(rest, rotation, free);
  let best = { cost: noneCost + none.cost, names: ['other' as HeartView, ...none.names] };
  for (const view of free) {
    const others = cheapest(
      rest,
      rotation,
      free.filter((name) => name !== view),
    );
    const cost = misfit(view, turn, rotation) + others.cost;
    if (cost < best.cost) best = { cost, names: [view, ...others.names] };
  }
  return best;
}

/**
 * The line in which long-axis planes meet, as a direction: at a right angle to all their normals.
 * Null where it is not well defined: fewer than two planes, or all within 25 degrees of each other.
 */
export function meetingDirection(normals: readonly Vector3[], near: Vector3): Vector3 | null {
  let sum: Vector3 = [0, 0, 0];
  for (const [n, a] of normals.entries())
    for (const b of normals.slice(n + 1)) {
      const line = cross(a, b);
      // The longer the product, the better the two planes fix their line.
      if (length(line) < Math.sin((25 * Math.PI) / 180)) continue;
      const turned = towards(line, near);
      sum = [sum[0] + turned[0], sum[1] + turned[1], sum[2] + turned[2]];
    }
  return length(sum) > 0 ? normalise(sum) : null;
}

/**
 * The point of least squared distance from the planes among those at a given height along e3:
 * where the long-axis planes and a plane across e3 meet. One plane leaves `fallback`, moved onto it.
 */
export function meetingPoint(
  slices: readonly CineSlice[],
  e3: Vector3,
  fallback: LpsPoint,
): LpsPoint {
  const a = across(slices[0]!.normal, e3);
  const b = cross(e3, a);
  // A little weight on the fallback settles what the planes leave open.
  const weak = 1e-3;
  let [aa, ab, bb, ra, rb] = [weak, 0, weak, 0, 0];
  for (const slice of slices) {
    const [na, nb] = [dot(slice.normal, a), dot(slice.normal, b)];
    const off = -offPlaneMm(slice, fallback);
    aa += na * na;
    ab += na * nb;
    bb += nb * nb;
    ra += na * off;
    rb += nb * off;
  }
  const size = aa * bb - ab * ab;
  const x = (bb * ra - ab * rb) / size;
  const y = (aa * rb - ab * ra) / size;
  return [0, 1, 2].map((c) => fallback[c]! + x * a[c]! + y * b[c]!) as unknown as LpsPoint;
}
