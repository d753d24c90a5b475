import type { CircularGeometry } from './circular-geometry.ts';

/** Where one view's source and detector stand, offsets included. Radians and millimetres. */
export interface ViewFrame {
  readonly sin: number;
  readonly cos: number;
  /** Source off the plain orbit, along u and v. */
  readonly sourceU: number;
  readonly sourceV: number;
  /** Panel position of the first pixel's centre. */
  readonly firstU: number;
  readonly firstV: number;
}

export function viewFrame(geometry: CircularGeometry, view: number): ViewFrame {
  const angle = ((geometry.anglesDeg[view] ?? 0) * Math.PI) / 180;
  const [sourceU, sourceV] = geometry.sourceOffsetsMm?.[view] ?? [0, 0];
  const [shiftU, shiftV] = geometry.detectorOffsetsMm?.[view] ?? [0, 0];
  return {
    sin: Math.sin(angle),
    cos: Math.cos(angle),
    sourceU,
    sourceV,
    firstU: shiftU - ((geometry.detectorColumns - 1) / 2) * geometry.pixelMm[0],
    firstV: shiftV - ((geometry.detectorRows - 1) / 2) * geometry.pixelMm[1],
  };
}

/** Some of a scan's views, with their offsets. */
export function pickViews(geometry: CircularGeometry, views: readonly number[]): CircularGeometry {
  const pick = <T>(all: readonly T[] | undefined) => all && views.map((view) => all[view] as T);
  return {
    ...geometry,
    anglesDeg: views.map((view) => geometry.anglesDeg[view] as number),
    detectorOffsetsMm: pick(geometry.detectorOffsetsMm),
    sourceOffsetsMm: pick(geometry.sourceOffsetsMm),
  };
}
