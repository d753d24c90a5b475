import { patientToVoxel, voxelToPatient, type LpsPoint, type Vector3 } from './geometry.ts';
import { anatomicalAxes, opposite, patientLetters, type AxisMatch } from './orientation.ts';
import { phaseVoxels } from './values.ts';
import type { VoxelGrid } from './volume.ts';

/** 'acquired' is a slice as the scanner made it: rows and columns of the grid, unturned. */
export type PlaneName = 'axial' | 'coronal' | 'sagittal' | 'acquired';

export interface PlaneRequest {
  readonly plane: PlaneName;
  /** Grid slice across the plane; the middle one unless told. */
  readonly slice?: number;
  /** Instead of `slice`: the slice nearest to this point. */
  readonly throughMm?: LpsPoint;
}

/** One slice of the grid, turned the way a clinician expects it. No value is interpolated. */
export interface PlaneImage {
  readonly width: number;
  readonly height: number;
  /** Physical values, row by row from the top left; null for colour. */
  readonly values: Float32Array | null;
  /** Interleaved bytes for colour, else null. */
  readonly rgb: Uint8Array | null;
  /** Pixel size across and down, millimetres. */
  readonly spacingMm: readonly [number, number];
  readonly slice: number;
  readonly slices: number;
  /** Patient position of the first pixel's centre, and directions across and down. */
  readonly originMm: LpsPoint;
  readonly across: Vector3;
  readonly down: Vector3;
  readonly letters: {
    readonly left: string;
    readonly right: string;
    readonly top: string;
    readonly bottom: string;
  };
}

const flip = (match: AxisMatch): AxisMatch => ({
  axis: match.axis,
  sign: match.sign === 1 ? -1 : 1,
});

/**
 * A picture of one plane in patient orientation: axial seen from the feet (patient's left on the
 * right, back below), coronal seen from the front (left on the right, head above), sagittal seen
 * from the left (front on the left, head above). An oblique scan gives its nearest grid plane; the
 * letters then say so ("LA").
 */
export function extractPlane(grid: VoxelGrid, phase: number, request: PlaneRequest): PlaneImage {
  const { geometry } = grid;
  const { dims } = geometry;
  const [u, v, w] = planeAxes(grid, request.plane);
  const slices = dims[w.axis];
  const wanted =
    request.throughMm !== undefined
      ? Math.round(patientToVoxel(geometry, request.throughMm)[w.axis])
      : (request.slice ?? Math.floor(slices / 2));
  const slice = Math.min(slices - 1, Math.max(0, wanted));
  const width = dims[u.axis];
  const height = dims[v.axis];

  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const first: [number, number, number] = [0, 0, 0];
  first[u.axis] = u.sign === 1 ? 0 : width - 1;
  first[v.axis] = v.sign === 1 ? 0 : height - 1;
  first[w.axis] = slice;
  const start = first[0] + first[1] * strides[1] + first[2] * strides[2];
  const read = planeReader(grid, phase, width * height);
  let n = 0;
  for (let y = 0; y < height; y++) {
    let at = start + y * strides[v.axis] * v.sign;
    for (let x = 0; x < width; x++, n++) {
      read.copy(n, at);
      at += strides[u.axis] * u.sign;
    }
  }
  const across = u.sign === 1 ? geometry.axes[u.axis] : opposite(geometry.axes[u.axis]);
  const down = v.sign === 1 ? geometry.axes[v.axis] : opposite(geometry.axes[v.axis]);
  return {
    width,
    height,
    values: read.values,
    rgb: read.rgb,
    spacingMm: [geometry.spacingMm[u.axis], geometry.spacingMm[v.axis]],
    slice,
    slices,
    originMm: voxelToPatient(geometry, first),
    across,
    down,
    letters: {
      left: patientLetters(opposite(across)),
      right: patientLetters(across),
      top: patientLetters(opposite(down)),
      bottom: patientLetters(down),
    },
  };
}

/** Grid axes across, down and through the plane. */
function planeAxes(grid: VoxelGrid, plane: PlaneName): [AxisMatch, AxisMatch, AxisMatch] {
  const [x, y, z] = anatomicalAxes(grid.geometry);
  if (plane === 'axial') return [x, y, z];
  if (plane === 'coronal') return [x, flip(z), y];
  if (plane === 'sagittal') return [y, flip(z), x];
  return [
    { axis: 0, sign: 1 },
    { axis: 1, sign: 1 },
    { axis: 2, sign: 1 },
  ];
}

function planeReader(grid: VoxelGrid, phase: number, pixels: number) {
  const stored = phaseVoxels(grid, phase);
  if (grid.voxelType === 'rgb8') {
    const rgb = new Uint8Array(pixels * 3);
    const copy = (to: number, from: number) => {
      for (let c = 0; c < 3; c++) rgb[3 * to + c] = stored[3 * from + c]!;
    };
    return { values: null, rgb, copy };
  }
  const values = new Float32Array(pixels);
  const { rescaleSlope: slope, rescaleIntercept: intercept } = grid;
  const copy = (to: number, from: number) => {
    values[to] = stored[from]! * slope + intercept;
  };
  return { values, rgb: null, copy };
}
