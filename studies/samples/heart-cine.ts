import { cross, type LpsPoint, type Vector3, type VolumeGeometry } from '../volume/geometry.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import { contraction, PHASES } from './beat.ts';
import {
  basePoint,
  chestSignal,
  heartSignal,
  lateralAxis,
  longAxis,
  nearHeart,
  septalAxis,
  shading,
  toHeart,
} from './heart-phantom.ts';
import { normal, uniform } from './random.ts';

const SIZE = 160;
const PIXEL_MM = 1.6;
const SLICE_MM = 8;
const STEP_MM = 9;
const NOISE = 9;

export interface CineStack {
  /** As a technologist would name the series. */
  description: string;
  grid: VoxelGrid;
  sliceThicknessMm: number;
}

/**
 * The sample cine study: a short-axis stack of 10 slices from the mitral plane to the apex and
 * the 2-, 3- and 4-chamber planes, 25 phases each, 160 x 160 pixels of 1.6 mm, slabs of 8 mm.
 */
export async function cineHeart(options: {
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}): Promise<CineStack[]> {
  const planes = cinePlanes();
  const slices = planes.reduce((n, { geometry }) => n + geometry.dims[2], 0);
  let done = 0;
  const stacks: CineStack[] = [];
  for (const [n, { description, geometry }] of planes.entries()) {
    const grid = await acquireCine(geometry, 500 + n, () => {
      options.signal?.throwIfAborted();
      options.onProgress?.(++done / slices);
    });
    stacks.push({ description, grid, sliceThicknessMm: SLICE_MM });
  }
  return stacks;
}

/** Where the sample study's planes lie. All three long-axis planes hold the left ventricle's axis. */
export function cinePlanes(): { description: string; geometry: VolumeGeometry }[] {
  return [
    { description: 'cine SAX', geometry: shortAxis(10) },
    { description: 'cine 4CH', geometry: longAxisPlane(septalAxis) },
    { description: 'cine 2CH', geometry: longAxisPlane(lateralAxis) },
    { description: 'cine 3CH', geometry: longAxisPlane(between(septalAxis, lateralAxis, -55)) },
  ];
}

function shortAxis(slices: number): VolumeGeometry {
  // Rows run from the septum to the free wall and columns downwards, as a reader expects them; the
  // slices then follow the right-handed normal, from the apex to the base.
  const row: Vector3 = [-septalAxis[0], -septalAxis[1], -septalAxis[2]];
  const column = cross(row, longAxis);
  const apex = offset(basePoint, longAxis, 2 + (slices - 1) * STEP_MM);
  return plane(row, column, offset(apex, septalAxis, 12), slices);
}

function longAxisPlane(across: Vector3): VolumeGeometry {
  const row: Vector3 = [-across[0], -across[1], -across[2]];
  return plane(row, longAxis, offset(offset(basePoint, longAxis, 22), across, 10), 1);
}

function plane(row: Vector3, column: Vector3, centre: LpsPoint, slices: number): VolumeGeometry {
  const half = (-(SIZE - 1) / 2) * PIXEL_MM;
  return {
    dims: [SIZE, SIZE, slices],
    spacingMm: [PIXEL_MM, PIXEL_MM, slices > 1 ? STEP_MM : SLICE_MM],
    originMm: offset(offset(centre, row, half), column, half),
    axes: [row, column, cross(row, column)],
  };
}

function offset(p: LpsPoint, d: Vector3, mm: number): LpsPoint {
  return [p[0] + mm * d[0], p[1] + mm * d[1], p[2] + mm * d[2]];
}

function between(a: Vector3, b: Vector3, angleDeg: number): Vector3 {
  const [c, s] = [Math.cos((angleDeg * Math.PI) / 180), Math.sin((angleDeg * Math.PI) / 180)];
  return [c * a[0] + s * b[0], c * a[1] + s * b[1], c * a[2] + s * b[2]];
}

/** Images of the sample heart on any slices: 25 phases of slabs of 8 mm, noisy by the seed. */
export async function acquireCine(
  geometry: VolumeGeometry,
  seed: number,
  onSlice: () => void = () => undefined,
): Promise<VoxelGrid> {
  const [nx, ny, nz] = geometry.dims;
  const voxels = new Int16Array(nx * ny * nz * PHASES);
  const gauss = normal(uniform(seed));
  for (let k = 0; k < nz; k++) {
    paintSlice(geometry, k, voxels, gauss);
    onSlice();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    geometry,
    phases: PHASES,
    voxelType: 'int16',
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'signal',
  };
}

/** Positions through the slab and across the pixel, in millimetres, averaged for partial volume. */
const samples = [
  [-0.5, -0.5, -2.7],
  [0.5, -0.5, 0.9],
  [-0.5, 0.5, -0.9],
  [0.5, 0.5, 2.7],
] as const;

const contractions = Array.from({ length: PHASES }, (_, phase) => contraction(phase / PHASES));

function paintSlice(
  geometry: VolumeGeometry,
  k: number,
  voxels: Int16Array,
  gauss: () => number,
): void {
  const { axes, spacingMm, dims } = geometry;
  const centre = offset(geometry.originMm, axes[2], k * spacingMm[2]);
  const frame = dims[0] * dims[1];
  for (let j = 0; j < dims[1]; j++)
    for (let i = 0; i < dims[0]; i++) {
      const at = offset(offset(centre, axes[0], i * spacingMm[0]), axes[1], j * spacingMm[1]);
      const signal = signalThroughBeat(
        samples.map(([du, dv, dw]) =>
          offset(offset(offset(at, axes[0], du), axes[1], dv), axes[2], dw),
        ),
      );
      for (let phase = 0; phase < PHASES; phase++) {
        // Magnitude of a complex signal: noise is Rician.
        const value = Math.hypot((signal[phase] as number) + NOISE * gauss(), NOISE * gauss());
        voxels[(phase * dims[2] + k) * frame + j * dims[0] + i] = Math.round(value);
      }
    }
}

function signalThroughBeat(points: readonly LpsPoint[]): Float32Array {
  const sum = new Float32Array(PHASES);
  for (const p of points) {
    const factor = shading(p) / points.length;
    const still = chestSignal(p);
    const place = toHeart(p);
    if (!nearHeart(place))
      for (let n = 0; n < PHASES; n++) sum[n] = (sum[n] as number) + factor * still;
    else
      for (const [n, c] of contractions.entries())
        sum[n] = (sum[n] as number) + factor * (heartSignal(place, c) ?? still);
  }
  return sum;
}
