import type { CineCandidate } from '../../studies/cardiac/planes/candidate.ts';
import { assignSlots } from '../../studies/cardiac/planes/slots.ts';
import type { HeartFrame } from '../../studies/library/heart-records.ts';
import { encode } from './encode.ts';
import { frameFromLabels, moved, type ScoutedPlane } from './frame-from-labels.ts';
import type { HeartRun } from './heart-run.ts';
import { drawFrames } from './segment.ts';
import { StudyPlanes } from './study-planes.ts';

/** Looks at a share of the beat: near end-diastole and near end-systole. */
const looks = [0, 0.35] as const;
/** A crop this far off is cut anew. */
const mostMm = 10;
const mostDegrees = 25;
/** Cavity of a slice that shows the left ventricle, pixels of 4 mm2: half a square centimetre. */
const shownPixels = 12;
const rounds = 2;

export interface Scouted {
  readonly frame: HeartFrame;
  /** Short-axis planes that show the left ventricle; null where none does. */
  readonly lvSliceIds: readonly string[] | null;
}

/**
 * Draws every plane at two phases, to learn which slices show the left ventricle and whether the crop
 * sits on it: where the labels put the heart elsewhere the crop is cut anew and looked at once more.
 */
export async function scoutedFrame(
  run: HeartRun,
  study: StudyPlanes,
  candidates: readonly CineCandidate[],
): Promise<Scouted> {
  let current = study;
  for (let round = 1; ; round++) {
    const { planes, lvSliceIds } = await look(run, current);
    const found = frameFromLabels(current.frame, planes);
    const { mm, degrees } = moved(current.frame, found);
    const off = mm > mostMm || degrees > mostDegrees;
    if (!off || round === rounds) return { frame: off ? found : current.frame, lvSliceIds };
    current = new StudyPlanes([...current.planes.values()], found, candidates);
  }
}

async function look(
  run: HeartRun,
  study: StudyPlanes,
): Promise<{ planes: ScoutedPlane[]; lvSliceIds: string[] | null }> {
  const passes = assignSlots([...study.planes.values()], null);
  const seen: { id: string; early: Uint8Array; late: Uint8Array }[] = [];
  for (const pass of passes) {
    const { tokens } = await encode(run.networks, await study.input(pass), [], run.encoder);
    run.clock.tick('encoder');
    const fresh = pass.planeIds.flatMap((id, slot) =>
      id !== null && pass.fresh[slot] ? [{ id, slot }] : [],
    );
    const frames = [];
    for (const { id, slot } of fresh)
      frames.push(...(await study.frames(id, slot, lookedAt(study.timing(id).shares))));
    const drawn: Uint8Array[] = [];
    const onBatch = (count: number) => run.clock.tick('segmentation', count);
    for await (const { labels } of drawFrames(run.networks, tokens, frames, { ...run, onBatch }))
      drawn.push(labels);
    fresh.forEach(({ id }, n) => seen.push({ id, early: drawn[2 * n]!, late: drawn[2 * n + 1]! }));
  }
  const cavity = (labels: Uint8Array) => labels.reduce((sum, at) => sum + (at === 1 ? 1 : 0), 0);
  const total = (which: 'early' | 'late') =>
    seen.reduce((sum, plane) => sum + cavity(plane[which]), 0);
  const full = total('early') >= total('late') ? 'early' : 'late';
  const short = (id: string) => study.plane(id).view === 'sax';
  const lvSliceIds = seen
    .filter((plane) => short(plane.id) && cavity(plane[full]) > shownPixels)
    .map(({ id }) => id);
  const planes = seen.map((plane) => ({
    shortAxis: short(plane.id),
    grid: study.grid(plane.id),
    labels: plane[full],
  }));
  return { planes, lvSliceIds: lvSliceIds.length > 0 ? lvSliceIds : null };
}

/** The acquired phases nearest to the two looks. */
function lookedAt(shares: readonly number[]): number[] {
  return looks.map((wanted) => {
    const distances = shares.map((share) => {
      const apart = Math.abs(share - wanted);
      return Math.min(apart, 1 - apart);
    });
    return distances.indexOf(Math.min(...distances));
  });
}
