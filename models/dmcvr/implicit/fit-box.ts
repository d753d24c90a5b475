import { dot, type LpsPoint, type Vector3 } from '../../../studies/volume/geometry.ts';
import { pixelInPatient, type PlaneGeometry, type StackFrame } from './stack-frame.ts';

/** The box a surface is looked for in; beyond it there is nothing. */
export interface FitBox {
  /** Unit vectors, patient LPS: row, column and normal of the stack. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
  /** Middle, along the axes from the patient's origin, mm. */
  readonly centreMm: readonly [number, number, number];
  readonly halfMm: readonly [number, number, number];
  /** Between the stack's slices, mm. */
  readonly gapMm: number;
}

/** The box's sides, rows and columns, lie this far from what the planes show. */
export const sideMarginMm = 15;

/**
 * The box around all that the planes show. Beyond the outermost slices that show the class it ends
 * one gap further: without other planes a surface then closes about half-way, which is what
 * disc summation counts. What long-axis planes show beyond the slices moves it out, half a gap beyond.
 * Null where no plane shows the class.
 */
export function boxAround(
  planes: readonly PlaneGeometry[],
  masks: readonly Uint8Array[],
  frame: StackFrame,
): FitBox | null {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const { axes, gapMm } = frame;
  planes.forEach((plane, p) => {
    const reach = frame.stack.includes(p) ? gapMm : gapMm / 2;
    const columns = plane.dims[0]!;
    masks[p]!.forEach((value, at) => {
      if (value === 0) return;
      const column = at % columns;
      const point = pixelInPatient(plane, column, (at - column) / columns);
      for (let a = 0; a < 3; a++) {
        const along = dot(axes[a]!, point);
        const margin = a === 2 ? reach : sideMarginMm;
        low[a] = Math.min(low[a]!, along - margin);
        high[a] = Math.max(high[a]!, along + margin);
      }
    });
  });
  if (low[0] === Infinity) return null;
  const half = (f: (low: number, high: number) => number) =>
    [f(low[0]!, high[0]!), f(low[1]!, high[1]!), f(low[2]!, high[2]!)] as const;
  return {
    axes,
    centreMm: half((a, b) => (a + b) / 2),
    halfMm: half((a, b) => (b - a) / 2),
    gapMm,
  };
}

export function inBox(box: FitBox, point: LpsPoint): boolean {
  return [0, 1, 2].every(
    (a) => Math.abs(dot(box.axes[a]!, point) - box.centreMm[a]!) <= box.halfMm[a]! + 0.1,
  );
}
