import type { HeartFrame, HeartPlane, HeartView } from '../../library/heart-records.ts';
import { cross, dot, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import { across, minus, negative, plus, towards } from './vectors.ts';

/** (x, y) to (a x + b y + c, d x + e y + f); x counts columns and y rows, pixel centres whole. */
export type Affine2 = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const CROP_SIZE = 96;
export const CROP_PIXEL_MM = 2;
/** Long-axis crops reach further above the base than below the apex. */
const towardsAtriaMm = 15;

/** Where a plane's crop lies: models/whole-heart/CONTRACT.md. */
export interface CropGrid {
  readonly centreMm: LpsPoint;
  /** To the right and down in the crop, patient LPS. */
  readonly u: Vector3;
  readonly v: Vector3;
  /** Crop pixel (column, row) to image pixel (column, row), fractional. */
  readonly cropToImage: Affine2;
  readonly imageToCrop: Affine2;
}

type PlaneGrid = Pick<HeartPlane, 'view' | 'originMm' | 'row' | 'column' | 'spacingMm'>;

/** The crop of a plane. A plane of no network view ('rvot', 'other') is cropped as a 4-chamber one. */
export function cropGrid(plane: PlaneGrid, frame: HeartFrame): CropGrid {
  const normal = cross(plane.row, plane.column);
  const { u, v } = cropDirections(plane.view, normal, frame);
  const aim =
    plane.view === 'sax' ? frame.originMm : plus(frame.originMm, frame.e3, -towardsAtriaMm);
  const centreMm = plus(aim, normal, dot(minus(plane.originMm, aim), normal));
  const cropToImage = intoImage(plane, centreMm, u, v);
  return { centreMm, u, v, cropToImage, imageToCrop: inverse(cropToImage) };
}

/** To the right and down in the crops of a view, on planes of this normal. */
export function cropDirections(
  view: HeartView,
  normal: Vector3,
  frame: HeartFrame,
): { u: Vector3; v: Vector3 } {
  const { down, right } = directions(view, frame);
  const v = across(down, normal);
  return { u: towards(cross(normal, v), right), v };
}

function directions(
  view: HeartView,
  { e1, e2, e3 }: HeartFrame,
): { down: Vector3; right: Vector3 } {
  if (view === 'sax') return { down: e2, right: negative(e1) };
  if (view === '2ch') return { down: negative(e3), right: negative(e2) };
  if (view === '3ch') return { down: negative(e3), right: minus(e1, e2) };
  return { down: negative(e3), right: negative(e1) };
}

function intoImage(plane: PlaneGrid, centreMm: LpsPoint, u: Vector3, v: Vector3): Affine2 {
  const half = ((CROP_SIZE - 1) / 2) * CROP_PIXEL_MM;
  const first = minus(plus(plus(centreMm, u, -half), v, -half), plane.originMm);
  const along = (axis: Vector3, spacingMm: number) =>
    [
      (dot(u, axis) * CROP_PIXEL_MM) / spacingMm,
      (dot(v, axis) * CROP_PIXEL_MM) / spacingMm,
      dot(first, axis) / spacingMm,
    ] as const;
  return [...along(plane.row, plane.spacingMm[0]), ...along(plane.column, plane.spacingMm[1])];
}

/** The point that an affine map takes (x, y) to. */
export function applyAffine(m: Affine2, x: number, y: number): readonly [number, number] {
  return [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]];
}

function inverse([a, b, c, d, e, f]: Affine2): Affine2 {
  const size = a * e - b * d;
  const [ia, ib, id, ie] = [e / size, -b / size, -d / size, a / size];
  return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)];
}
