import type {
  HeartCorrections,
  HeartFrame,
  HeartPlane,
  HeartPlanes,
  HeartView,
} from '../../library/heart-records.ts';
import { SparrowError, sentence, warning, type Warning } from '../../messages/sparrow-error.ts';
import { beatTiming } from './beat-timing.ts';
import type { CineCandidate } from './candidate.ts';
import type { CineSlice } from './cine-slice.ts';
import { findFrame, type FrameFound } from './heart-frame.ts';
import { alongAxis, offAxisMm, throughCentreMm } from './long-axis.ts';
import { parallelDeg, parallelGroups, placeMm } from './parallel-groups.ts';
import { findShortAxis, type ShortAxis } from './short-axis.ts';
import { assignSlots } from './slots.ts';
import { readCandidates } from './sort-candidates.ts';
import { lineAngleDeg } from './vectors.ts';

export interface UnderstandOptions {
  readonly signal?: AbortSignal | undefined;
  /** Share of the slices that were read, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** The right ventricle's outflow lies within this of the left one's long axis. */
const rightVentricleMm = 70;

/** What a plane is and, where it is set aside, why. */
interface Verdict {
  readonly view: HeartView;
  readonly reason: string | null;
}

/**
 * Which plane is which, the order of the short axis from base to apex, and the heart frame, from
 * geometry and pixels alone. Candidates are those of one study; the user's corrections win.
 *
 * Throws `cardiac/no-cine`, `cardiac/mixed-patients`, `cardiac/uncalibrated`,
 * `cardiac/too-few-phases`, `cardiac/no-planes`.
 */
export async function understandPlanes(
  candidates: readonly CineCandidate[],
  corrections: HeartCorrections,
  options: UnderstandOptions = {},
): Promise<HeartPlanes> {
  const { slices, aside } = await readCandidates(candidates, options);
  const taken = slices.filter(({ id }) => corrections.used[id] !== false);
  const mayBeShort = taken.filter(({ id }) => (corrections.views[id] ?? 'sax') === 'sax');
  const asked = new Set(mayBeShort.filter(({ id }) => id in corrections.views).map(({ id }) => id));
  const shortAxis = findShortAxis(parallelGroups(mayBeShort), asked);
  const inStack = new Set(
    [...(shortAxis?.group.slices ?? []), ...(shortAxis?.group.duplicates ?? [])].map(
      ({ id }) => id,
    ),
  );
  const others = taken.filter(({ id }) => !inStack.has(id));
  const found = findFrame(shortAxis, others, corrections);
  if (found === null) throw new SparrowError('cardiac/no-planes');

  const judge = (slice: CineSlice): Verdict => verdict(slice, shortAxis, found, corrections);
  const planes = [
    ...slices.map((slice) => planeOf(slice, corrections, judge(slice))),
    ...aside.map(({ slice, reason }) =>
      planeOf(slice, corrections, { view: corrections.views[slice.id] ?? 'other', reason }),
    ),
  ];
  const ordered = inOrder(planes, slices, found.frame);
  if (!ordered.some(({ used }) => used)) throw new SparrowError('cardiac/no-planes');
  const first = assignSlots(ordered, null)[0]!.planeIds;
  const lead = leadOf(ordered, candidates);
  const timing = lead && beatTiming(lead);
  return {
    studyUid: candidates[0]!.studyUid,
    planes: ordered.map((plane) => {
      const slot = first.indexOf(plane.id);
      return { ...plane, slot: slot < 0 ? null : slot };
    }),
    frame: found.frame,
    leadVolumeId: lead?.volumeId ?? null,
    phases: lead?.phases ?? 0,
    rrIntervalMs: timing?.rrIntervalMs ?? null,
    heartRate: timing?.heartRate ?? null,
    corrections,
    warnings: warningsOf(ordered, found),
  };
}

function verdict(
  slice: CineSlice,
  shortAxis: ShortAxis | null,
  found: FrameFound,
  corrections: HeartCorrections,
): Verdict {
  const said = corrections.views[slice.id];
  const takenOut = corrections.used[slice.id] === false;
  if (said === 'other' || said === 'rvot')
    return { view: said, reason: sentence('cardiac/aside-user-view') };
  const seen = said
    ? { view: said, reason: null }
    : (inShortAxis(slice, shortAxis, takenOut) ?? outsideShortAxis(slice, found));
  return takenOut ? { view: seen.view, reason: sentence('cardiac/aside-user') } : seen;
}

function inShortAxis(
  slice: CineSlice,
  shortAxis: ShortAxis | null,
  takenOut: boolean,
): Verdict | null {
  if (shortAxis === null) return null;
  const { slices, duplicates, normal } = shortAxis.group;
  if (slices.includes(slice)) return { view: 'sax', reason: null };
  if (duplicates.includes(slice))
    return { view: 'sax', reason: sentence('cardiac/aside-duplicate') };
  return takenOut && lineAngleDeg(slice.normal, normal) < parallelDeg
    ? { view: 'sax', reason: null }
    : null;
}

function outsideShortAxis(slice: CineSlice, { frame, views, named }: FrameFound): Verdict {
  const view = views.get(slice.id);
  if (view !== undefined && view !== 'other') return { view, reason: null };
  if (!alongAxis(slice, frame.e3))
    return { view: 'other', reason: sentence('cardiac/aside-direction') };
  const distance = Math.round(offAxisMm(slice, frame.originMm));
  if (distance <= throughCentreMm)
    return { view: 'other', reason: sentence('cardiac/aside-second-view') };
  const reason = sentence('cardiac/aside-off-centre', { distance });
  const besideNamed = named.some(({ normal }) => lineAngleDeg(normal, slice.normal) < parallelDeg);
  return { view: besideNamed || distance > rightVentricleMm ? 'other' : 'rvot', reason };
}

function planeOf(slice: CineSlice, corrections: HeartCorrections, seen: Verdict): HeartPlane {
  const { candidate } = slice;
  const { dims, spacingMm, thicknessMm, volumeId, phases } = candidate;
  const used = corrections.used[slice.id] ?? seen.reason === null;
  return {
    id: slice.id,
    volumeId,
    slice: slice.slice,
    view: seen.view,
    viewBy: corrections.views[slice.id] === undefined ? 'geometry' : 'user',
    order: null,
    used,
    reason: used ? null : seen.reason,
    slot: null,
    phases,
    originMm: [...slice.originMm],
    row: [...slice.row],
    column: [...slice.column],
    spacingMm: [spacingMm[0], spacingMm[1]],
    thicknessMm: thicknessMm ?? spacingMm[2],
    dims: [dims[0], dims[1]],
  };
}

/** Short-axis planes from base to apex with their order, then long axis, then what is set aside. */
function inOrder(
  planes: readonly HeartPlane[],
  slices: readonly CineSlice[],
  { e3 }: HeartFrame,
): HeartPlane[] {
  const places = new Map(slices.map((slice) => [slice.id, placeMm(slice, e3)]));
  const stack = planes
    .filter(({ view, used }) => view === 'sax' && used)
    .sort((a, b) => places.get(a.id)! - places.get(b.id)!)
    .map((plane, order) => ({ ...plane, order }));
  const rest = planes.filter(({ view, used }) => !(view === 'sax' && used));
  return [...stack, ...rest.filter(({ used }) => used), ...rest.filter(({ used }) => !used)];
}

/** The volume of most short-axis slices, else of the first long-axis plane in use. */
function leadOf(
  planes: readonly HeartPlane[],
  candidates: readonly CineCandidate[],
): CineCandidate | null {
  const used = planes.filter((plane) => plane.used);
  const stack = used.filter(({ view }) => view === 'sax');
  const field = stack.length > 0 ? stack : used;
  const count = (id: string) => field.filter(({ volumeId }) => volumeId === id).length;
  const ids = [...new Set(field.map(({ volumeId }) => volumeId))];
  const lead = ids.sort((a, b) => count(b) - count(a))[0];
  return candidates.find(({ volumeId }) => volumeId === lead) ?? null;
}

function warningsOf(planes: readonly HeartPlane[], found: FrameFound): Warning[] {
  const warnings: Warning[] = [];
  if (found.frame.septalBy === 'usual') warnings.push(warning('cardiac/septum-usual'));
  if (found.orderDoubtful) warnings.push(warning('cardiac/order-doubtful'));
  const phases = planes.filter(({ used }) => used).map((plane) => plane.phases);
  const [least, most] = [Math.min(...phases), Math.max(...phases)];
  if (least < most) warnings.push(warning('cardiac/unequal-phases', { least, most }));
  return warnings;
}
