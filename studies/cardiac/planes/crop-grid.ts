import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';

/** (x, y) to (a x + b y + c, d x + e y + f); x counts columns and y rows, pixel centres whole. */
export type Affine2 = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const CROP_SIZE = 96;
export const CROP_PIXEL_MM = 2;

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

/** The crop of a plane in use. A plane without a slot ('rvot', 'other') is cropped as a 4-chamber. */
export function cropGrid(
  _plane: Pick<HeartPlane, 'view' | 'originMm' | 'row' | 'column' | 'spacingMm'>,
  _frame: HeartFrame,
): CropGrid {
  throw new Error('being written');
}

/** The point that an affine map takes (x, y) to. */
export function applyAffine(m: Affine2, x: number, y: number): readonly [number, number] {
  return [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]];
}
