import { warning } from '../../messages/sparrow-error.ts';
import { dot } from '../../volume/geometry.ts';
import { breaks, fitSliceGrid } from './slice-grid.ts';
import { cluster, groupBy, isLocalizer, sameOrientation, sameSpacing } from './source-frame.ts';
import { anyFrame, type Slice, type Stack } from './stack.ts';

/** How far a slice may lie off the line of its stack. */
const onLineMm = 1;
/** Slices nearer than this show one place. */
const samePlaceMm = 0.5;

/**
 * Joins cine stacks whose slices came as series of their own: same study, frame of reference, size,
 * orientation, echo and number of phases, positions on one line. Where one place was scanned
 * again, the later series makes the stack and the earlier stands apart.
 */
export function joinSeries(stacks: readonly Stack[]): Stack[] {
  const [cine, others] = [stacks.filter(isCine), stacks.filter((stack) => !isCine(stack))];
  const families = groupBy(cine, familyKey).flatMap((group) => cluster(group, sameFamily));
  return [...others, ...families.flatMap(joinFamily)];
}

const isCine = (stack: Stack) =>
  stack.phases > 1 && anyFrame(stack).header.modality === 'MR' && !isLocalizer(anyFrame(stack));

function familyKey(stack: Stack): string {
  const { header, image } = anyFrame(stack);
  return [
    header.studyUid,
    stack.frameOfReferenceUid ?? '',
    image.columns,
    image.rows,
    header.imageType[2] ?? '',
  ].join('|');
}

function sameFamily(a: Stack, b: Stack): boolean {
  const [f, g] = [anyFrame(a), anyFrame(b)];
  const [te, tf] = [f.frame.echoTimeMs, g.frame.echoTimeMs];
  const sameEcho = te === null || tf === null ? te === tf : Math.abs(te - tf) <= 0.1 * te;
  return sameEcho && sameOrientation(f, g) && sameSpacing(f, g);
}

function joinFamily(family: readonly Stack[]): Stack[] {
  const byCount = groupBy(family, (stack) => String(stack.phases));
  if (byCount.length === 1) return joinEqual(family);
  const slices = (group: readonly Stack[]) =>
    group.reduce((count, stack) => count + stack.slices.length, 0);
  byCount.sort((a, b) => slices(b) - slices(a) || b[0]!.phases - a[0]!.phases);
  const [main, ...rest] = byCount as [Stack[], ...Stack[][]];
  const phases = main[0]!.phases;
  const odd = rest.reduce((count, group) => count + slices(group), 0);
  const told = warning('assemble/unequal-phases', { slices: odd, phases });
  return [
    ...joinEqual(main).map((stack) => ({ ...stack, warnings: [...stack.warnings, told] })),
    ...rest.flatMap((group) =>
      joinEqual(group).map((stack) => ({
        ...stack,
        warnings: [
          ...stack.warnings,
          warning('assemble/odd-phase-count', { phases: stack.phases, expected: phases }),
        ],
      })),
    ),
  ];
}

/** Joins stacks of equal phase count until no two fit together. */
function joinEqual(stacks: readonly Stack[]): Stack[] {
  const series = new Set(stacks.map((stack) => anyFrame(stack).header.seriesUid));
  if (stacks.length < 2 || series.size < 2) return [...stacks];
  const line = longestLine(stacks);
  const { chosen, repeats } = laterOfEach(line);
  const joined = tryJoin(chosen) ?? tryJoin(chosen.filter((stack) => stack.slices.length === 1));
  if (joined === null) return [...stacks];
  const told =
    repeats > 0
      ? [...joined.stack.warnings, warning('assemble/repeated-slice', { count: repeats })]
      : joined.stack.warnings;
  const left = stacks.filter((stack) => !joined.parts.includes(stack));
  return [{ ...joined.stack, warnings: told }, ...joinEqual(left)];
}

/** The stacks lying on the line, through two of them, that holds most slices. */
function longestLine(stacks: readonly Stack[]): Stack[] {
  let best: Stack[] = [stacks[0]!];
  const count = (group: readonly Stack[]) => group.reduce((n, stack) => n + stack.slices.length, 0);
  for (const a of stacks) {
    for (const b of stacks) {
      const [p, q] = [a.slices[0]!, b.slices.at(-1)!];
      if (q.distanceMm - p.distanceMm < samePlaceMm) continue;
      const on = stacks.filter((stack) =>
        stack.slices.every((slice) => offLineMm(slice, p, q) <= onLineMm),
      );
      if (count(on) > count(best)) best = on;
    }
  }
  return best;
}

/** Distance in the slice's plane between the slice and the line through two others. */
function offLineMm(slice: Slice, p: Slice, q: Slice): number {
  const part = (slice.distanceMm - p.distanceMm) / (q.distanceMm - p.distanceMm);
  const off = [0, 1, 2].map((c) => {
    const at = p.positionMm[c]! + part * (q.positionMm[c]! - p.positionMm[c]!);
    return slice.positionMm[c]! - at;
  }) as [number, number, number];
  return Math.sqrt(dot(off, off));
}

function laterOfEach(stacks: readonly Stack[]): { chosen: Stack[]; repeats: number } {
  const latestFirst = [...stacks].sort((a, b) => order(b) - order(a));
  const chosen: Stack[] = [];
  const overlaps = (a: Stack, b: Stack) =>
    a.slices.some((s) => b.slices.some((t) => Math.abs(s.distanceMm - t.distanceMm) < samePlaceMm));
  for (const stack of latestFirst) {
    if (!chosen.some((other) => overlaps(other, stack))) chosen.push(stack);
  }
  return { chosen, repeats: stacks.length - chosen.length };
}

function order(stack: Stack): number {
  const { header, frame } = anyFrame(stack);
  return header.seriesNumber ?? frame.acquisitionTimeMs ?? 0;
}

/**
 * One stack of all parts when their places make a grid; single slices may be a little uneven, whole
 * stacks may not.
 */
function tryJoin(parts: readonly Stack[]): { stack: Stack; parts: readonly Stack[] } | null {
  if (parts.length < 2) return null;
  const slices = parts.flatMap((part) => part.slices).sort((a, b) => a.distanceMm - b.distanceMm);
  const distances = slices.map((slice) => slice.distanceMm);
  const grid = fitSliceGrid(distances);
  const single = parts.every((part) => part.slices.length === 1);
  const mild = single && slices.length > 2 && grid.maxStepMm <= 2 * grid.minStepMm;
  if (!grid.regular && !mild) return null;
  if (!single && breaks(distances).length > 0) return null;
  const [first] = parts as [Stack, ...Stack[]];
  const timeKey = parts.every((part) => part.timeKey === first.timeKey)
    ? first.timeKey
    : 'instance';
  const warnings = parts.flatMap((part) => part.warnings);
  return { stack: { ...first, slices, timeKey, warnings }, parts };
}
