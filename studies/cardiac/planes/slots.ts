import { heartSlots, type HeartFrame, type HeartPlane } from '../../library/heart-records.ts';
import { dot, type Vector3 } from '../../volume/geometry.ts';
import { CROP_PIXEL_MM, cropGrid } from './crop-grid.ts';
import { minus } from './vectors.ts';

/** One run of the encoder. */
export interface SlotPass {
  /** Plane ids of the nine slots (heartSlots); null: absent. */
  readonly planeIds: readonly (string | null)[];
  /** True where the slot's plane is to be segmented with this pass; each plane is so in one pass. */
  readonly fresh: readonly boolean[];
}

const saxSlots = heartSlots.filter((slot) => slot.startsWith('sax')).length;

/**
 * Which plane feeds which slot, in as many passes as it takes for every used short-axis plane to
 * have a slot once. The first pass spreads six slices evenly over those that show the left
 * ventricle; the rest is dealt out, and passes with room left are filled with slices that had
 * theirs already, so that each pass sees the whole ventricle. Empty where no plane is in use.
 *
 * @param lvSliceIds ids of short-axis planes that show the left ventricle; null: not known yet
 */
export function assignSlots(
  planes: readonly HeartPlane[],
  lvSliceIds: readonly string[] | null,
): SlotPass[] {
  const used = planes.filter((plane) => plane.used);
  const long = (['2ch', '3ch', '4ch'] as const).map(
    (view) => used.find((plane) => plane.view === view)?.id ?? null,
  );
  const stack = used
    .filter((plane) => plane.view === 'sax' && plane.order !== null)
    .sort((a, b) => a.order! - b.order!)
    .map((plane) => plane.id);
  if (stack.length === 0 && long.every((id) => id === null)) return [];
  const shown = lvSliceIds === null ? stack : stack.filter((id) => lvSliceIds.includes(id));
  const first = evenly(shown.length > 0 ? shown : stack, saxSlots);
  const passes = [passOf(long, first, new Set(first), true)];
  let left = stack.filter((id) => !first.includes(id));
  for (let runs = Math.ceil(left.length / saxSlots); runs > 0; runs--) {
    const fresh = left.filter((_, n) => n % runs === 0).slice(0, saxSlots);
    left = left.filter((id) => !fresh.includes(id));
    passes.push(passOf(long, filled(stack, fresh), new Set(fresh), false));
  }
  return passes;
}

/** At most `count` of the items, first and last among them, evenly spread. */
function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, n) => items[Math.round((n * (items.length - 1)) / (count - 1))]!,
  );
}

/** The slices of a pass with room, and those of the stack that lie farthest from all of them. */
function filled(stack: readonly string[], fresh: readonly string[]): string[] {
  const chosen = fresh.map((id) => stack.indexOf(id));
  while (chosen.length < Math.min(saxSlots, stack.length)) {
    const lonely = stack.map((_, n) => Math.min(...chosen.map((c) => Math.abs(c - n))));
    chosen.push(lonely.indexOf(Math.max(...lonely)));
  }
  return chosen.sort((a, b) => a - b).map((n) => stack[n]!);
}

function passOf(
  long: readonly (string | null)[],
  short: readonly string[],
  fresh: ReadonlySet<string>,
  first: boolean,
): SlotPass {
  const planeIds = [...long, ...Array.from({ length: saxSlots }, (_, n) => short[n] ?? null)];
  return {
    planeIds,
    fresh: planeIds.map((id, n) => id !== null && (n < long.length ? first : fresh.has(id))),
  };
}

/** The 12 numbers of a present slot: models/whole-heart/CONTRACT.md. */
export function slotGeometry(plane: HeartPlane, frame: HeartFrame): Float32Array {
  const { centreMm, u, v } = cropGrid(plane, frame);
  const inHeart = (d: Vector3) => [dot(d, frame.e1), dot(d, frame.e2), dot(d, frame.e3)];
  const pixelMm = (plane.spacingMm[0] + plane.spacingMm[1]) / 2;
  return Float32Array.from([
    ...inHeart(minus(centreMm, frame.originMm)).map((mm) => mm / 100),
    ...inHeart(u),
    ...inHeart(v),
    pixelMm / CROP_PIXEL_MM,
    plane.thicknessMm / 10,
    1,
  ]);
}
