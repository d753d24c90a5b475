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

/**
 * Slices whose left ventricle counts at a phase. With the basal rule (SCMR post-processing, JCMR
 * 15:35 and its 2020 update) slices from the base on are left out until one has muscle along at
 * least half of the cavity's rim; looked for in the basal half only, and not at a phase in which no
 * muscle was drawn at all.
 */
export function countedSlices(stack: Stack, phase: number, basalRule: boolean): boolean[] {
  const counts = stack.slices.map(() => true);
  const shows = stack.slices.flatMap(({ curves }, i) => (curves.lvMm2[phase]! > 0 ? [i] : []));
  const muscle = stack.slices.some(({ curves }) => curves.muscleMm2[phase]! > 0);
  if (!basalRule || !muscle) return counts;
  for (const i of shows.slice(0, Math.floor(shows.length / 2))) {
    if (stack.slices[i]!.curves.muscledShare[phase]! >= 0.5) break;
    counts[i] = false;
  }
  return counts;
}
