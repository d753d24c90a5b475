/**
 * Values over the beat. Every plane has its own number of phases; a share of the beat (0 to 1) is
 * what they have in common. Between phases: linear, periodic.
 */
export function atShare(values: ArrayLike<number>, share: number): number {
  const count = values.length;
  const at = (((share % 1) + 1) % 1) * count;
  const before = Math.floor(at + 1e-9) % count;
  const rest = Math.max(0, at - Math.floor(at + 1e-9));
  return values[before]! * (1 - rest) + values[(before + 1) % count]! * rest;
}

/** A curve of one number of phases at another. */
export function overPhases(values: ArrayLike<number>, phases: number): Float64Array {
  return Float64Array.from({ length: phases }, (_, k) => atShare(values, k / phases));
}

/** Absent phases filled between their neighbours in time; null where no phase has a value. */
export function withoutGaps(values: readonly (number | null)[]): Float64Array | null {
  const count = values.length;
  const known = values.flatMap((value, phase) => (value === null ? [] : [phase]));
  if (known.length === 0) return null;
  return Float64Array.from(values, (value, phase) => {
    if (value !== null) return value;
    const after = known.find((k) => k > phase) ?? known[0]! + count;
    const before = known.findLast((k) => k < phase) ?? known.at(-1)! - count;
    const share = (phase - before) / (after - before);
    return values[(before + count) % count]! * (1 - share) + values[after % count]! * share;
  });
}

/** The phase of a plane nearest to a phase of the lead volume. */
export function nearestPhase(phase: number, leadPhases: number, planePhases: number): number {
  return Math.round((phase / leadPhases) * planePhases) % planePhases;
}

/** Phases of the largest and the smallest value; the first of equals. */
export function extremes(curve: ArrayLike<number>): { largest: number; smallest: number } {
  let largest = 0;
  let smallest = 0;
  for (let k = 1; k < curve.length; k++) {
    if (curve[k]! > curve[largest]!) largest = k;
    if (curve[k]! < curve[smallest]!) smallest = k;
  }
  return { largest, smallest };
}
