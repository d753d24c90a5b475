import { warning, type Warning } from '../../messages/sparrow-error.ts';
import { groupBy, type PlacedFrame } from './source-frame.ts';
import { lanesOfSlices } from './slices.ts';
import { anyFrame, type Slice, type Stack, type TimeKey } from './stack.ts';
import { orderByTime, timeKeyOf, timeKeys, timeOf } from './time-order.ts';

/** A stack before it is known which frame of reference its series stands in. */
type PhaseStack = Omit<Stack, 'frameOfReferenceUid'>;

/**
 * Frames of one series, size and orientation made into stacks of slices x phases. Frames that share
 * their places but differ in kind (image type, echo, for CT the acquisition) become stacks apart.
 */
export function stacksOf(frames: readonly PlacedFrame[]): PhaseStack[] {
  const { kept, copies } = withoutCopies(frames);
  return splitWhereShared(kept)
    .flatMap((group) => lanesOfSlices(group))
    .flatMap((slices) => stacksOfSlices(slices, copies));
}

/**
 * Leaves out second copies of one object's frame, whatever file they came in. The UID alone does
 * not make a copy: some exports give all images of a series the same one.
 */
function withoutCopies(frames: readonly PlacedFrame[]) {
  const groups = groupBy(frames, (frame) =>
    frame.header.sopInstanceUid === ''
      ? `${frame.ref.id}#${frame.ref.frame}`
      : [
          frame.header.sopInstanceUid,
          frame.ref.frame,
          place(frame),
          ...timeKeys.map((key) => timeOf(frame, key)),
        ].join('|'),
  );
  return { kept: groups.map((group) => group[0]!), copies: frames.length - groups.length };
}

function splitWhereShared(frames: readonly PlacedFrame[]): PlacedFrame[][] {
  const discriminators: ((frame: PlacedFrame) => string)[] = [
    ({ header }) => header.imageType.slice(2).join('\\'),
    ({ frame }) => (frame.echoTimeMs === null ? '' : frame.echoTimeMs.toFixed(2)),
    ({ frame }) => frame.rescaleType,
    ({ header }) => (header.modality === 'MR' ? '' : String(header.acquisitionNumber)),
  ];
  return discriminators.reduce(
    (groups, key) => groups.flatMap((group) => splitIfShared(group, key)),
    [[...frames]],
  );
}

/** Splits by a key only when two of its values occur at one place. */
function splitIfShared(
  frames: PlacedFrame[],
  key: (frame: PlacedFrame) => string,
): PlacedFrame[][] {
  const groups = groupBy(frames, key);
  if (groups.length === 1) return [frames];
  const shared = groupBy(frames, place).some(
    (here) => here.length > 1 && new Set(here.map(key)).size > 1,
  );
  return shared ? groups : [frames];
}

const place = ({ positionMm }: PlacedFrame) => positionMm.map((c) => c.toFixed(1)).join(' ');

function stacksOfSlices(raw: readonly Slice[], copies: number): PhaseStack[] {
  if (raw.every((slice) => slice.frames.length === 1)) {
    return [{ slices: raw, phases: 1, timeKey: null, warnings: duplicatesTold(copies) }];
  }
  const key = timeKeyOf(raw);
  const { slices, duplicates } = orderByTime(raw, key);
  const aside = copies + duplicates;
  const expected = commonCount(slices);
  if (anyFrame({ slices }).header.modality !== 'MR') return oneVolumeEach(slices, key, aside);
  if (expected === 1) return [firstOfEach(slices, aside)];
  const warnings = duplicatesTold(aside);
  const apart = groupBy(
    slices.filter((slice) => slice.frames.length !== expected),
    (slice) => String(slice.frames.length),
  );
  const odd = apart.reduce((count, group) => count + group.length, 0);
  if (odd > 0) {
    warnings.push(warning('assemble/unequal-phases', { slices: odd, phases: expected }));
  }
  const whole = slices.filter((slice) => slice.frames.length === expected);
  return [
    { slices: whole, phases: expected, timeKey: key, warnings },
    ...apart.map((group) => {
      const phases = group[0]!.frames.length;
      const found = [warning('assemble/odd-phase-count', { phases, expected })];
      return { slices: group, phases, timeKey: phases > 1 ? key : null, warnings: found };
    }),
  ];
}

const duplicatesTold = (count: number): Warning[] =>
  count > 0 ? [warning('assemble/duplicates', { count })] : [];

/** The number of frames most slices have; the larger of two equally common ones. */
function commonCount(slices: readonly Slice[]): number {
  const groups = groupBy(slices, (slice) => String(slice.frames.length));
  groups.sort((a, b) => b.length - a.length || b[0]!.frames.length - a[0]!.frames.length);
  return groups[0]![0]!.frames.length;
}

function firstOfEach(slices: readonly Slice[], aside: number): PhaseStack {
  const further = slices.reduce((count, slice) => count + slice.frames.length - 1, 0);
  return {
    slices: slices.map((slice) => ({ ...slice, frames: slice.frames.slice(0, 1) })),
    phases: 1,
    timeKey: null,
    warnings: duplicatesTold(aside + further),
  };
}

/**
 * CT and the like have no phases here: each pass over the patient is a volume. Images that only
 * their number tells apart are copies.
 */
function oneVolumeEach(slices: readonly Slice[], key: TimeKey, aside: number): PhaseStack[] {
  const passes = Math.max(...slices.map((slice) => slice.frames.length));
  if (key === 'instance' || passes === 1) return [firstOfEach(slices, aside)];
  const warnings = [...duplicatesTold(aside), warning('assemble/split-by-time', { count: passes })];
  return Array.from({ length: passes }, (_, pass) => ({
    slices: slices
      .filter((slice) => slice.frames.length > pass)
      .map((slice) => ({ ...slice, frames: slice.frames.slice(pass, pass + 1) })),
    phases: 1,
    timeKey: null,
    warnings,
  }));
}
