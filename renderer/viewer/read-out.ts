import type { LpsPoint, Vector3 } from '../../studies/volume/geometry.ts';

/** "R 17.6 P 33.0 H 12.1": a patient point in letters, millimetres. */
export function pointText(point: LpsPoint): string {
  const part = (value: number, positive: string, negative: string) =>
    `${value < 0 ? negative : positive} ${Math.abs(value).toFixed(1)}`;
  return [part(point[0], 'L', 'R'), part(point[1], 'P', 'A'), part(point[2], 'H', 'F')].join(' ');
}

/** Position of a slice along its normal, in the letter of the nearest patient axis: "H 12.1". */
export function slicePositionText(point: LpsPoint, normal: Vector3): string {
  const sizes = normal.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes)) as 0 | 1 | 2;
  return pointText(point)
    .split(' ')
    .slice(axis * 2, axis * 2 + 2)
    .join(' ');
}

/** A value as read: whole numbers as they are, others with the digits that mean something. */
export function valueText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toPrecision(3);
}
