import {
  CROP_PIXEL_MM,
  CROP_SIZE,
  cropGrid,
  type CropGrid,
} from '../../../studies/cardiac/planes/crop-grid.ts';
import type { HeartFrame, HeartPlane } from '../../../studies/library/heart-records.ts';
import type { LpsPoint, Vector3 } from '../../../studies/volume/geometry.ts';

/** Corners of a picture in the patient, from its top left clockwise, LPS mm. */
export type QuadCorners = readonly [LpsPoint, LpsPoint, LpsPoint, LpsPoint];

/** An acquired plane where it stands. */
export interface PlaneQuad {
  readonly plane: HeartPlane;
  readonly grid: CropGrid;
  readonly corners: QuadCorners;
}

/** Share of the model's crop that stands in the scene: the heart and what is next to it. */
export const quadShare = 0.8;

export function quadCorners(
  centreMm: LpsPoint,
  u: Vector3,
  v: Vector3,
  share: number = quadShare,
): QuadCorners {
  const half = (CROP_SIZE * CROP_PIXEL_MM * share) / 2;
  const at = (su: number, sv: number): LpsPoint => [
    centreMm[0] + half * (su * u[0] + sv * v[0]),
    centreMm[1] + half * (su * u[1] + sv * v[1]),
    centreMm[2] + half * (su * u[2] + sv * v[2]),
  ];
  return [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)];
}

/** The planes in use, long axis first, then the stack from base to apex. */
export function planeQuads(planes: readonly HeartPlane[], frame: HeartFrame): PlaneQuad[] {
  return planes
    .filter(({ used }) => used)
    .sort((a, b) => (a.order ?? -1) - (b.order ?? -1))
    .map((plane) => {
      const grid = cropGrid(plane, frame);
      return { plane, grid, corners: quadCorners(grid.centreMm, grid.u, grid.v) };
    });
}

/** Which planes of the stack stand in the scene. */
export type StackChoice = 'middle' | 'three' | 'all';

/** Ids of the short-axis planes of a choice. */
export function stackIds(quads: readonly PlaneQuad[], choice: StackChoice): Set<string> {
  const stack = quads.filter(({ plane }) => plane.view === 'sax').map(({ plane }) => plane.id);
  const last = stack.length - 1;
  const at = (share: number) => stack[Math.round(share * last)];
  const wanted =
    choice === 'all' ? stack : choice === 'middle' ? [at(0.5)] : [at(0), at(0.5), at(1)];
  return new Set(wanted.filter((id) => id !== undefined));
}
