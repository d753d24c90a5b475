import type { LpsPoint, Vector3 } from '../../../studies/volume/geometry.ts';
import { patientToCanvas, type Placement } from '../placement.ts';

/** A region of the planning CT along the patient's axes, LPS millimetres. */
export interface RegionBox {
  readonly minMm: LpsPoint;
  readonly maxMm: LpsPoint;
}

/** Which sides of its rectangle a handle moves; 'all' moves the whole. */
export interface BoxHandle {
  readonly across: -1 | 0 | 1;
  readonly down: -1 | 0 | 1;
}

export const boxHandles: readonly BoxHandle[] = ([-1, 0, 1] as const).flatMap((down) =>
  ([-1, 0, 1] as const).map((across) => ({ across, down })),
);

/** No side of a box becomes shorter. */
export const smallestBoxMm = 10;

export interface BoxRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box as seen along a plane's normal, canvas pixels. */
export function boxRect(placement: Placement, { minMm, maxMm }: RegionBox): BoxRect {
  const corners = Array.from({ length: 8 }, (_, n) =>
    patientToCanvas(placement, [
      n & 1 ? maxMm[0] : minMm[0],
      n & 2 ? maxMm[1] : minMm[1],
      n & 4 ? maxMm[2] : minMm[2],
    ]),
  );
  const all = (c: 0 | 1) => corners.map((corner) => corner[c]);
  return {
    left: Math.min(...all(0)),
    top: Math.min(...all(1)),
    right: Math.max(...all(0)),
    bottom: Math.max(...all(1)),
  };
}

/**
 * The box after a handle was dragged by so much to the right and down on the screen; `right` and
 * `down` are the plane's directions in the patient. The middle handle moves the whole box.
 */
export function draggedBox(
  box: RegionBox,
  [right, down]: readonly [Vector3, Vector3, ...unknown[]],
  handle: BoxHandle,
  rightMm: number,
  downMm: number,
): RegionBox {
  if (handle.across === 0 && handle.down === 0) {
    const by = (c: 0 | 1 | 2) => onAxis(right, c, rightMm) + onAxis(down, c, downMm);
    const moved = (p: LpsPoint): LpsPoint => [p[0] + by(0), p[1] + by(1), p[2] + by(2)];
    return { minMm: moved(box.minMm), maxMm: moved(box.maxMm) };
  }
  const wider = handle.across === 0 ? box : pulled(box, right, handle.across, rightMm);
  return handle.down === 0 ? wider : pulled(wider, down, handle.down, downMm);
}

/** The patient axis that a screen direction runs along, and which way. */
function axisOf(direction: Vector3): { axis: 0 | 1 | 2; sign: number } {
  const sizes = direction.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes)) as 0 | 1 | 2;
  return { axis, sign: Math.sign(direction[axis]) };
}

function onAxis(direction: Vector3, c: 0 | 1 | 2, mm: number): number {
  const { axis, sign } = axisOf(direction);
  return axis === c ? sign * mm : 0;
}

function pulled(box: RegionBox, direction: Vector3, side: -1 | 1, mm: number): RegionBox {
  const { axis, sign } = axisOf(direction);
  const minMm: [number, number, number] = [...box.minMm];
  const maxMm: [number, number, number] = [...box.maxMm];
  if (side * sign > 0) maxMm[axis] = Math.max(maxMm[axis] + sign * mm, minMm[axis] + smallestBoxMm);
  else minMm[axis] = Math.min(minMm[axis] + sign * mm, maxMm[axis] - smallestBoxMm);
  return { minMm, maxMm };
}
