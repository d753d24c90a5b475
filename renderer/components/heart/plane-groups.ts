import type { HeartPlane } from '../../../studies/library/heart-records.ts';

export type PlaneGroupName = 'sax' | 'long' | 'other' | 'aside';

export interface PlaneGroup {
  readonly name: PlaneGroupName;
  readonly planes: readonly HeartPlane[];
}

const longAxis = ['2ch', '3ch', '4ch'] as const;
const names = ['sax', 'long', 'other', 'aside'] as const;

/** The planes as they are read: the stack from base to apex, long axes, the rest, what is set aside. */
export function planeGroups(planes: readonly HeartPlane[]): PlaneGroup[] {
  const sorted = [...planes].sort(
    (a, b) =>
      (a.order ?? Infinity) - (b.order ?? Infinity) ||
      a.view.localeCompare(b.view) ||
      a.id.localeCompare(b.id),
  );
  return names
    .map((name) => ({ name, planes: sorted.filter((plane) => groupOf(plane) === name) }))
    .filter((group) => group.planes.length > 0);
}

function groupOf(plane: HeartPlane): PlaneGroupName {
  if (!plane.used) return 'aside';
  if (plane.view === 'sax') return 'sax';
  return longAxis.some((view) => view === plane.view) ? 'long' : 'other';
}

/** The plane to open on: the middle of the short-axis stack, else the first there is. */
export function openingPlane(planes: readonly HeartPlane[]): HeartPlane | undefined {
  const groups = planeGroups(planes);
  const stack = groups.find(({ name }) => name === 'sax')?.planes ?? [];
  return stack[Math.floor(stack.length / 2)] ?? groups[0]?.planes[0];
}

/** Planes in the order of the list. */
export const inOrder = (planes: readonly HeartPlane[]): HeartPlane[] =>
  planeGroups(planes).flatMap((group) => group.planes);

/** The plane `by` places along its own stack; undefined at the ends and for other views. */
export function neighbourSlice(
  planes: readonly HeartPlane[],
  plane: HeartPlane,
  by: 1 | -1,
): HeartPlane | undefined {
  if (plane.order === null) return undefined;
  const stack = planeGroups(planes).find(({ name }) => name === 'sax')?.planes ?? [];
  const at = stack.findIndex(({ id }) => id === plane.id);
  return at < 0 ? undefined : stack[at + by];
}
