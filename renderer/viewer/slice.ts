import type { AxisRun, PlaneFrame } from './planes.ts';
import type { VolumeData } from './volume-data.ts';

/** One picture in physical values, columns to the right, rows down. Missing samples are NaN. */
export interface Slice {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
  /** Packed RGBA pixels instead of values, for colour pictures. */
  readonly colours: Uint32Array | null;
}

/**
 * Reads one slice of a volume in its own planes: a copy, turned and mirrored, never interpolated.
 * Null when none of it has arrived.
 */
export function readSlice(
  data: VolumeData,
  frame: PlaneFrame & { readonly runs: NonNullable<PlaneFrame['runs']> },
  index: number,
  phase = 0,
): Slice | null {
  const { dims, voxelType } = data.record;
  const [columns, rows, slices] = frame.geometry.dims;
  if (index < 0 || index >= slices) return null;
  const samples = voxelType === 'rgb8' ? 3 : 1;
  const strides = [samples, samples * dims[0], data.samplesPerSlice] as const;
  const start = (run: AxisRun, at: number) =>
    (run.reversed ? dims[run.axis] - 1 - at : at) * strides[run.axis];
  const step = (run: AxisRun) => (run.reversed ? -strides[run.axis] : strides[run.axis]);
  const [across, down, through] = frame.runs;
  const ready = readyAlongRow(data, frame.runs, index, phase);
  if (!ready.some(Boolean)) return null;
  const values = new Float32Array(voxelType === 'rgb8' ? 0 : columns * rows);
  const colours = voxelType === 'rgb8' ? new Uint32Array(columns * rows) : null;
  const first =
    phase * dims[2] * data.samplesPerSlice +
    start(across, 0) +
    start(down, 0) +
    start(through, index);
  const { rescaleSlope: slope, rescaleIntercept: intercept } = data.record;
  const { voxels } = data;
  const stepAcross = step(across);
  const columnwise = across.axis === 2;
  for (let row = 0; row < rows; row++) {
    let from = first + row * step(down);
    let to = row * columns;
    if (!columnwise && !ready[down.axis === 2 ? row : 0]) {
      values.fill(NaN, to, to + columns);
      continue;
    }
    for (let column = 0; column < columns; column++, to++, from += stepAcross) {
      if (colours) {
        colours[to] =
          ((255 << 24) | (voxels[from + 2]! << 16) | (voxels[from + 1]! << 8) | voxels[from]!) >>>
          0;
      } else {
        values[to] = columnwise && !ready[column] ? NaN : voxels[from]! * slope + intercept;
      }
    }
  }
  return { columns, rows, values, colours };
}

/** Which of the picture's columns or rows (or the whole of it) lie in slices that have arrived. */
function readyAlongRow(
  data: VolumeData,
  runs: NonNullable<PlaneFrame['runs']>,
  index: number,
  phase: number,
): boolean[] {
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
  const values = a.values.map((value, n) => value - b.values[n]!);
  return { columns: a.columns, rows: a.rows, values, colours: null };
}
