import type { Stack, StackSlice } from './stack.ts';

/** One slice of a chamber at one phase. */
export interface Disc {
  readonly slice: StackSlice;
  readonly areaMm2: number;
  readonly rimMm: number;
}

/** A chamber at one phase by disc summation. */
export interface Discs {
  readonly discs: readonly Disc[];
  readonly volumeMl: number;
  /** False: the end slice of the stack still shows the chamber, so that some of it may be missing. */
  readonly baseClosed: boolean;
  readonly apexClosed: boolean;
}

/** Left ventricle's cavity, its muscle, right ventricle's cavity. */
export type Chamber = 'lv' | 'muscle' | 'rv';

/** Sum over slices of area x slab. @param counts slices that count at this phase */
export function discsOf(
  stack: Stack,
  chamber: Chamber,
  phase: number,
  counts: readonly boolean[],
): Discs {
  const discs: Disc[] = [];
  let first = -1;
  let last = -1;
  let mm3 = 0;
  stack.slices.forEach((slice, i) => {
    const { curves } = slice;
    const area = { lv: curves.lvMm2, muscle: curves.muscleMm2, rv: curves.rvMm2 }[chamber][phase]!;
    if (area <= 0 || !counts[i]) return;
    if (first < 0) first = i;
    last = i;
    mm3 += area * slice.slabMm;
    const rim =
      chamber === 'muscle'
        ? Math.hypot(curves.lvRimMm[phase]!, curves.epicardiumRimMm[phase]!)
        : (chamber === 'lv' ? curves.lvRimMm : curves.rvRimMm)[phase]!;
    discs.push({ slice, areaMm2: area, rimMm: rim });
  });
  return {
    discs,
    volumeMl: mm3 / 1000,
    baseClosed: first !== 0,
    apexClosed: last !== stack.slices.length - 1,
  };
}

/** Share of a cavity's rim that must be muscle. */
const leastMuscled = 0.5;

/**
 * Slices whose left ventricle counts at a phase. With the rim rule (SCMR post-processing, JCMR 15:35
 * and its 2020 update, for the base) the run of slices from the middle of the ventricle, the one with
 * the most muscle, outwards to either end counts: it ends before the first slice whose cavity has
 * muscle along less than half of its rim. What was drawn beyond is no ventricle. No slice is left out
 * at a phase in which no muscle was drawn at all.
 */
export function countedSlices(stack: Stack, phase: number, rimRule: boolean): boolean[] {
  const { slices } = stack;
  const muscle = slices.map(({ curves }) => curves.muscleMm2[phase]!);
  const most = Math.max(0, ...muscle);
  if (!rimRule || most === 0) return slices.map(() => true);
  const middle = muscle.indexOf(most);
  const counts = slices.map(() => false);
  const ends = (i: number) => {
    const { curves } = slices[i]!;
    return curves.lvMm2[phase]! > 0 && curves.muscledShare[phase]! < leastMuscled;
  };
  for (const step of [-1, 1])
    for (let i = middle; i >= 0 && i < slices.length && !ends(i); i += step) counts[i] = true;
  return counts;
}
