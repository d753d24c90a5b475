/** What part of a turn a scan's views cover. They may come in any order and at any steps. */
export interface Arc {
  /** Whether the views go all the way round. */
  readonly full: boolean;
  /** From the first to the last view in order of angle; a whole turn where it is full. */
  readonly lengthRad: number;
  /** Of each view, in the order of the geometry: angle from the arc's beginning. */
  readonly placeRad: readonly number[];
  /** Of each view: half the way to its neighbours on both sides. */
  readonly stepRad: readonly number[];
}

/** A gap in the turn is no more than views left out when it is below this many usual steps ... */
const MISSING_VIEWS = 3;
/** ... or below this. */
const SMALL_GAP_DEG = 20;

/** The arc of views at these gantry angles; either direction of rotation. */
export function arcOf(anglesDeg: readonly number[]): Arc {
  const views = anglesDeg.length;
  const turn = anglesDeg.map((angle) => ((angle % 360) + 360) % 360);
  const order = turn.map((_, view) => view).sort((a, b) => turn[a]! - turn[b]!);
  const at = (rank: number) =>
    turn[order[((rank % views) + views) % views]!]! + 360 * Math.floor(rank / views);
  const gaps = order.map((_, rank) => at(rank + 1) - at(rank));
  const widest = gaps.indexOf(Math.max(...gaps));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(views / 2)]!;
  const full = gaps[widest]! <= Math.max(MISSING_VIEWS * usual, SMALL_GAP_DEG);
  const start = at(widest + 1);
  const placeDeg = new Array<number>(views);
  const stepDeg = new Array<number>(views);
  order.forEach((view, rank) => {
    placeDeg[view] = (((turn[view]! - start) % 360) + 360) % 360;
    const before = gaps[(rank + views - 1) % views]!;
    const after = gaps[rank]!;
    // The ends of a short scan stand for their own side only.
    const open = (gap: number, n: number) => (!full && n === widest ? 0 : gap);
    stepDeg[view] = (open(before, (rank + views - 1) % views) + open(after, rank)) / 2;
  });
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  return {
    full,
    lengthRad: radians(full ? 360 : 360 - gaps[widest]!),
    placeRad: placeDeg.map(radians),
    stepRad: stepDeg.map(radians),
  };
}
