import type { HeartCorrections, HeartFrame, HeartView } from '../../library/heart-records.ts';
import { cross, dot, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import { beatingRegion } from './beating-centre.ts';
import type { CineSlice } from './cine-slice.ts';
import {
  alongAxis,
  meetingDirection,
  meetingPoint,
  nameLongAxis,
  offAxisMm,
  throughCentreMm,
} from './long-axis.ts';
import { parallelGroups, placeMm } from './parallel-groups.ts';
import { baseToApex, type ShortAxis } from './short-axis.ts';
import {
  across,
  lineAngleDeg,
  negative,
  plus,
  towards,
  usualLongAxis,
  usualSeptal,
} from './vectors.ts';

/** The heart's frame and what the planes outside the short axis are in it. */
export interface FrameFound {
  readonly frame: HeartFrame;
  /** View of every plane outside the short-axis stack that contains the long axis. */
  readonly views: ReadonlyMap<string, HeartView>;
  /** Those that have a view of the network. */
  readonly named: readonly CineSlice[];
  readonly orderDoubtful: boolean;
}

/** Where the long axis runs, before the planes have names. */
interface Axis {
  readonly e3: Vector3;
  readonly centreMm: LpsPoint;
}

/**
 * Heart frame as models/whole-heart/CONTRACT.md defines it, from the short axis and the other
 * planes. Null where neither the one nor the other is there.
 */
export function findFrame(
  shortAxis: ShortAxis | null,
  others: readonly CineSlice[],
  corrections: HeartCorrections,
): FrameFound | null {
  const order = shortAxis && baseToApex(shortAxis);
  const axis =
    shortAxis && order
      ? { e3: order.e3, centreMm: stackMiddle(shortAxis) }
      : axisOfLongPlanes(others);
  if (axis === null) return null;
  const { named, views } = nameOthers(others, axis, corrections);
  if (shortAxis === null && named.length === 0) return null;
  const crossing = meetingDirection(
    named.map(({ normal }) => normal),
    axis.e3,
  );
  const met = crossing !== null && lineAngleDeg(crossing, axis.e3) < 30 ? crossing : axis.e3;
  const e3 = corrections.orderReversed ? negative(met) : met;
  const four = named.find(({ id }) => views.get(id) === '4ch');
  const e1 = towards(across(four ? cross(four.normal, e3) : usualSeptal, e3), usualSeptal);
  const found = named.length > 0 ? meetingPoint(named, e3, axis.centreMm) : axis.centreMm;
  const originMm = corrections.centreMm ?? found;
  return {
    frame: {
      originMm: [originMm[0], originMm[1], originMm[2]],
      e1: [...e1],
      e2: [...cross(e3, e1)],
      e3: [...e3],
      originBy: corrections.centreMm ? 'user' : named.length > 0 ? 'long-axis' : 'variance',
      septalBy: four ? 'four-chamber' : 'usual',
    },
    views,
    named,
    orderDoubtful: order?.doubtful === true && !corrections.orderReversed,
  };
}

/** The ventricle's centre in the stack's middle slices, at the middle of the stack. */
function stackMiddle({ group: { slices, normal }, centreMm }: ShortAxis): LpsPoint {
  const middle = (placeMm(slices[0]!, normal) + placeMm(slices.at(-1)!, normal)) / 2;
  return plus(centreMm, normal, middle - dot(centreMm, normal));
}

/** Without a short axis: the line in which the planes meet, and the middle of what beats on it. */
function axisOfLongPlanes(slices: readonly CineSlice[]): Axis | null {
  if (slices.length === 0) return null;
  const across3 = meetingDirection(
    slices.map(({ normal }) => normal),
    usualLongAxis,
  );
  const e3 = across3 ?? across(usualLongAxis, slices[0]!.normal);
  if (lineAngleDeg(e3, usualLongAxis) > 60) return null;
  const along = slices.filter((slice) => alongAxis(slice, e3));
  const centres = along.flatMap((slice) => {
    const region = beatingRegion([slice], slice.row, slice.column);
    return region ? [region.centreMm] : [];
  });
  if (centres.length === 0) return null;
  const mean = [0, 1, 2].map((c) => centres.reduce((sum, p) => sum + p[c]!, 0) / centres.length);
  const fallback: LpsPoint = [mean[0]!, mean[1]!, mean[2]!];
  return { e3, centreMm: across3 ? meetingPoint(along, e3, fallback) : fallback };
}

/** Names planes that contain the axis; of parallel ones, that nearest to the centre. */
function nameOthers(others: readonly CineSlice[], axis: Axis, corrections: HeartCorrections) {
  const given = corrections.views;
  const said = (slice: CineSlice) => ['2ch', '3ch', '4ch'].includes(given[slice.id] ?? '');
  const free = others.filter((slice) => given[slice.id] === undefined);
  const nearest = parallelGroups(free).flatMap((group) => {
    const through = group.slices
      .filter((slice) => alongAxis(slice, axis.e3))
      .sort((a, b) => offAxisMm(a, axis.centreMm) - offAxisMm(b, axis.centreMm));
    const [first] = through;
    return first && offAxisMm(first, axis.centreMm) <= throughCentreMm ? [first] : [];
  });
  const asked = [...others.filter(said), ...nearest];
  const usualE1 = across(usualSeptal, axis.e3);
  const views = nameLongAxis(asked, axis.e3, usualE1, given);
  const named = asked.filter(({ id }) => views.get(id) !== 'other');
  return { named, views };
}
