import { patientToCanvas, type Placement } from '../placement.ts';
import type { StructureOutlines } from './use-outlines.ts';

/** A structure by its number in the set, as the plan names and colours it. */
export interface ShownStructure {
  readonly number: number;
  readonly name: string;
  /** Red, green, blue, 0 to 255. */
  readonly colour: readonly [number, number, number];
}

/** The lines of one structure on a picture, canvas pixels, x and y in turn. */
export interface StructureLines {
  readonly name: string;
  readonly colour: string;
  readonly lines: readonly { readonly closed: boolean; readonly points: Float32Array }[];
  /** Where its name starts. */
  readonly nameAt: readonly [number, number];
}

const namePx = 13;

export function structureColour([red, green, blue]: ShownStructure['colour']): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** Whether two lists show the same structures, in the same colours. */
export function sameStructures(
  a: readonly ShownStructure[],
  b: readonly ShownStructure[],
): boolean {
  const says = ({ number, name, colour }: ShownStructure) => `${number} ${name} ${colour.join()}`;
  return a.length === b.length && a.every((one, n) => one === b[n] || says(one) === says(b[n]!));
}

/** Structures that meet the plane, each with its name at its upper right, names apart. */
export function structureLines(
  placement: Placement,
  outlines: StructureOutlines,
  structures: readonly ShownStructure[],
): StructureLines[] {
  const found: StructureLines[] = [];
  const taken: (readonly [number, number])[] = [];
  for (const { number, name, colour } of structures) {
    const lines = (outlines.find((one) => one.number === number)?.outlines ?? []).map(
      ({ closed, points }) => ({ closed, points: onCanvas(placement, points) }),
    );
    const corners = lines.map(({ points }) => upperRightOf(points));
    const best = corners.reduce<readonly [number, number] | null>(
      (far, at) => (at && (!far || at[0] - at[1] > far[0] - far[1]) ? at : far),
      null,
    );
    if (!best) continue;
    const nameAt = freeNear([best[0] + 4, best[1] - 2], name, taken);
    taken.push(nameAt);
    found.push({ name, colour: structureColour(colour), lines, nameAt });
  }
  return found;
}

function onCanvas(
  placement: Placement,
  points: StructureOutlines[number]['outlines'][number]['points'],
): Float32Array {
  const flat = new Float32Array(points.length * 2);
  points.forEach((point, n) => flat.set(patientToCanvas(placement, point), 2 * n));
  return flat;
}

/** Clear of the crosshair, which often goes through the middle of a structure. */
function upperRightOf(points: Float32Array): readonly [number, number] | null {
  let best = -1;
  const reach = (n: number) => points[n]! - points[n + 1]!;
  for (let n = 0; n < points.length; n += 2) if (best < 0 || reach(n) > reach(best)) best = n;
  return best < 0 ? null : [points[best]!, points[best + 1]!];
}

/** The next place downwards where no other name is written. */
function freeNear(
  [x, y]: readonly [number, number],
  name: string,
  taken: readonly (readonly [number, number])[],
): readonly [number, number] {
  const width = name.length * 7;
  const free = (at: number) =>
    taken.every(
      ([tx, ty]) => Math.abs(ty - at) >= namePx || Math.abs(tx - x) > Math.max(width, 70),
    );
  let at = y;
  while (!free(at)) at += namePx;
  return [x, at];
}
