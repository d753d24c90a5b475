import { labelPicture, type LabelPicture } from '../../viewer/labels-picture.ts';
import { LabelMaps } from '../../viewer/labels.ts';

const kept = new WeakMap<Uint8Array, LabelMaps>();

/** One slice of a stack of label maps, ready to be drawn; made once for an array that stays. */
export function outlinesOf(
  labels: Uint8Array,
  dims: readonly [columns: number, rows: number, slices: number],
  slice: number,
): LabelPicture {
  const [columns, rows, slices] = dims;
  const known = kept.get(labels) ?? new LabelMaps({ columns, rows, slices, phases: 1 }, labels);
  kept.set(labels, known);
  return labelPicture(known, slice, 0);
}
