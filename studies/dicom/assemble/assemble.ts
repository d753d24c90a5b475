import { warning, type Warning } from '../../messages/sparrow-error.ts';
import type { AssembledVolume, AssembleInput } from './assembled.ts';
import { FramesOfReference } from './frame-of-reference.ts';
import { joinSeries } from './join-series.ts';
import { stackedByNumber } from './numbered.ts';
import { stacksOf } from './phases.ts';
import { picturesOf } from './pictures.ts';
import {
  cluster,
  groupBy,
  isColour,
  isLocalizer,
  place,
  sameOrientation,
  sameSpacing,
  sourceFrames,
  type PlacedFrame,
  type SourceFrame,
} from './source-frame.ts';
import { placeAlong, volumesOf } from './stack-volume.ts';
import type { Stack } from './stack.ts';

/**
 * Groups images into volumes, cine stacks and pictures by what their headers measure: positions,
 * orientations and times, never file order or descriptions. Objects without an image (RTSTRUCT,
 * reports) are passed over. Every image lands in at most one volume; what is left aside is told in
 * a warning. Order of the result: by study, series number, then position; it does not depend on
 * the order of the input.
 */
export function assemble(instances: readonly AssembleInput[]): AssembledVolume[] {
  const steady = [...instances].sort((a, b) => compareText(steadyKey(a), steadyKey(b)));
  const placed: PlacedFrame[] = [];
  const unplaced: SourceFrame[] = [];
  for (const source of sourceFrames(steady)) {
    const there = isColour(source) ? null : place(source);
    if (there) placed.push(there);
    else unplaced.push(source);
  }
  const { stacks, rest } = stackedByNumber(unplaced.filter((source) => !isColour(source)));
  const pictures = picturesOf([...rest, ...unplaced.filter(isColour)]);
  const references = new FramesOfReference(placed);
  const series = groupBy(placed, (frame) => seriesKey(frame, references)).flatMap((frames) =>
    stacksOfSeries(frames, references),
  );
  const volumes = [...joinSeries(series), ...stacks].flatMap(volumesOf);
  return inOrder([...volumes, ...pictures], instances);
}

const steadyKey = ({ header, id }: AssembleInput) => `${header.sopInstanceUid}|${id}`;
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function seriesKey(frame: PlacedFrame, references: FramesOfReference): string {
  const { header, image } = frame;
  return [
    header.studyUid,
    header.seriesUid,
    references.of(frame) ?? '',
    header.modality,
    image.columns,
    image.rows,
    image.float,
    isLocalizer(frame),
  ].join('|');
}

/** Stacks of one series, size and frame of reference: each orientation apart. */
function stacksOfSeries(frames: readonly PlacedFrame[], references: FramesOfReference): Stack[] {
  const first = frames[0]!;
  const frameOfReferenceUid = references.of(first);
  const parallel = cluster(frames, (a, b) => sameOrientation(a, b) && sameSpacing(a, b));
  const told: Warning[] = [];
  if (references.brokenIn(first)) told.push(warning('assemble/broken-frame-of-reference'));
  if (parallel.length > 1 && !isLocalizer(first)) {
    told.push(warning('assemble/mixed-orientations', { count: parallel.length }));
  }
  return parallel
    .flatMap(stacksOf)
    .map((stack) => ({ ...stack, frameOfReferenceUid, warnings: [...told, ...stack.warnings] }));
}

function inOrder(
  volumes: readonly AssembledVolume[],
  instances: readonly AssembleInput[],
): AssembledVolume[] {
  const numbers = new Map(
    instances.map(({ header }) => [header.seriesUid, header.seriesNumber ?? Infinity]),
  );
  const number = (volume: AssembledVolume) => numbers.get(volume.seriesUids[0]!) ?? Infinity;
  return [...volumes].sort(
    (a, b) =>
      compareText(a.studyUid, b.studyUid) ||
      (number(a) === number(b) ? 0 : number(a) - number(b)) ||
      compareText(a.seriesUids[0]!, b.seriesUids[0]!) ||
      placeAlong(a) - placeAlong(b),
  );
}
