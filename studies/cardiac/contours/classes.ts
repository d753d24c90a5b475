import type { HeartClass } from '../../library/heart-records.ts';

/** Values in a label map; order of models/whole-heart/CONTRACT.md. */
export const heartClass = {
  background: 0,
  lvCavity: 1,
  lvMyocardium: 2,
  rvCavity: 3,
  leftAtrium: 4,
  rightAtrium: 5,
} as const satisfies Record<HeartClass, number>;

/** Columns, rows. */
export type ImageDims = readonly [columns: number, rows: number];

/** Column, row, fractional; pixel centres at integers. */
export type PixelPoint = readonly [x: number, y: number];
