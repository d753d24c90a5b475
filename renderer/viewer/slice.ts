import type { VoxelArray } from '../../studies/volume/volume.ts';
import type { AxisRun, PlaneFrame } from './planes.ts';
import type { VolumeData } from './volume-data.ts';

/** One picture, columns to the right, rows down. Physical value = sample * slope + intercept. */
export interface Slice {
  readonly columns: number;
  readonly rows: number;
  /** Stored samples, or physical values with NaN where nothing has arrived; empty for colour. */
  readonly values: VoxelArray;
  readonly slope: number;
  readonly intercept: number;
  /** Packed RGBA pixels instead of values, for colour pictures. */
  readonly colours: Uint32Array | null;
}

type Runs = NonNullable<PlaneFrame['runs']>;

/**
 * One slice of a volume in its own planes, turned and mirrored, never interpolated. A slice that
 * lies in the volume as it is shown is a view on it and costs nothing: this is what lets ten cines
 * of 512 x 512 play at once. Null when none of it has arrived.
 */
export function readSlice(
  data: VolumeData,
  frame: PlaneFrame & { readonly runs: Runs },
  index: number,
  phase = 0,
): Slice | null {
  const { dims, rescaleSlope, rescaleIntercept, voxelType } = data.record;
  const [columns, rows, slices] = frame.geometry.dims;
  if (index < 0 || index >= slices) return null;
  const ready = readyAlongRow(data, frame.runs, index, phase);
  if (!ready.includes(true)) return null;
  const samples = voxelType === 'rgb8' ? 3 : 1;
  const strides = [samples, samples * dims[0], data.samplesPerSlice] as const;
  const start = (run: AxisRun, at: number) =>
    (run.reversed ? dims[run.axis] - 1 - at : at) * strides[run.axis];
  const step = (run: AxisRun) => (run.reversed ? -strides[run.axis] : strides[run.axis]);
  const [across, down, through] = frame.runs;
  const first =
    phase * dims[2] * data.samplesPerSlice +
    start(across, 0) +
    start(down, 0) +
    start(through, index);
  const walk = { first, across: step(across), down: step(down) };
  const stored = { columns, rows, slope: rescaleSlope, intercept: rescaleIntercept };
  if (samples === 3) {
    const colours = readColours(data.voxels, walk, columns, rows);
    return { ...stored, values: new Uint8Array(0), colours };
  }
  if (walk.across === 1 && walk.down === columns) {
    const values = data.voxels.subarray(first, first + columns * rows);
    return { ...stored, values, colours: null };
  }
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * columns;
    let from = first + row * walk.down;
    for (let to = end - columns; to < end; to++, from += walk.across) {
      values[to] = data.voxels[from]! * rescaleSlope + rescaleIntercept;
    }
  }
  if (ready.includes(false)) blank(values, columns, across.axis === 2, ready);
  return { columns, rows, values, slope: 1, intercept: 0, colours: null };
}

/** Marks the columns or rows that lie in slices which have not arrived. */
function blank(values: Float32Array, columns: number, columnwise: boolean, ready: boolean[]): void {
  for (let n = 0; n < values.length; n++) {
    if (!ready[columnwise ? n % columns : Math.floor(n / columns)]) values[n] = NaN;
  }
}

function readColours(
  voxels: VoxelArray,
  walk: { first: number; across: number; down: number },
  columns: number,
  rows: number,
): Uint32Array {
  const colours = new Uint32Array(columns * rows);
  for (let n = 0; n < colours.length; n++) {
    const at = walk.first + Math.floor(n / columns) * walk.down + (n % columns) * walk.across;
    colours[n] =
      ((255 << 24) | (voxels[at + 2]! << 16) | (voxels[at + 1]! << 8) | voxels[at]!) >>> 0;
  }
  return colours;
}

/** Which of the picture's columns or rows (or the whole of it) lie in slices that have arrived. */
function readyAlongRow(data: VolumeData, runs: Runs, index: number, phase: number): boolean[] {
  const slices = data.record.dims[2];
  const through = runs[2];
  if (through.axis === 2) {
    return [data.hasSlice(through.reversed ? slices - 1 - index : index, phase)];
  }
  const along = runs[0].axis === 2 ? runs[0] : runs[1];
  return Array.from({ length: slices }, (_, at) =>
    data.hasSlice(along.reversed ? slices - 1 - at : at, phase),
  );
}

/** `a` minus `b`, sample by sample; null unless both lie on one grid. */
export function subtractSlices(a: Slice | null, b: Slice | null): Slice | null {
  if (!a || !b || a.columns !== b.columns || a.rows !== b.rows || a.colours || b.colours) {
    return null;
  }
  const values = new Float32Array(a.values.length);
  for (let n = 0; n < values.length; n++) {
    values[n] = a.values[n]! * a.slope + a.intercept - (b.values[n]! * b.slope + b.intercept);
  }
  return { columns: a.columns, rows: a.rows, values, slope: 1, intercept: 0, colours: null };
}
