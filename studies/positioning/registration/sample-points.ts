import { voxelToPatient, type LpsPoint, type VolumeGeometry } from '../../volume/geometry.ts';
import { trilinear } from '../../volume/resample.ts';
import { bodyIndices, dilated, type BodyMask } from './body.ts';
import type { ScanField } from './field.ts';
import type { Level } from './levels.ts';
import { seeded } from './random.ts';
import type { HuWindow } from './window.ts';

/** Places in the planning CT at which two volumes are compared. */
export interface SamplePoints {
  readonly count: number;
  /** x, y, z of each point, patient LPS millimetres. */
  readonly positionsMm: Float64Array;
  /** HU of the planning CT, within the window. */
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

export interface SampleChoice {
  /** About so many are drawn, fewer where the region is small. */
  readonly count: number;
  readonly seed: number;
  readonly window: HuWindow;
  /** 0 to 1 at a place in the planning CT. */
  readonly weight: (p: LpsPoint) => number;
  readonly body: BodyMask | null;
  readonly field: ScanField;
}

/**
 * Points drawn at random within the body (and a little beside it, for the skin), each off the
 * voxels' centres: points on a grid favour whole-voxel shifts (Pluim et al., CVIU 77, 2000).
 * In the order of memory.
 */
export function samplePoints(level: Level, choice: SampleChoice): SamplePoints {
  const { geometry, values } = level;
  const [nx, ny, nz] = geometry.dims;
  const wanted = candidates(level, choice);
  const chance = Math.min(1, choice.count / Math.max(1, wanted.total));
  const random = seeded(choice.seed);
  const sample = trilinear(values, geometry.dims, -1000);
  const [low, high] = choice.window;
  const room = Math.ceil(wanted.total * chance * 1.2) + 1000;
  const positionsMm = new Float64Array(3 * room);
  const [hu, weights] = [new Float64Array(room), new Float64Array(room)];
  let count = 0;
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        if (wanted.mask[n] === 0 || (chance < 1 && random() >= chance) || count >= room) continue;
        const at = [
          within(i + random() - 0.5, nx),
          within(j + random() - 0.5, ny),
          within(k + random() - 0.5, nz),
        ] as const;
        const p = voxelToPatient(geometry, at);
        const weight = choice.weight(p);
        if (weight <= 0) continue;
        positionsMm.set(p, 3 * count);
        hu[count] = Math.min(high, Math.max(low, sample(at[0], at[1], at[2])));
        weights[count++] = weight;
      }
    }
  }
  return {
    count,
    positionsMm: positionsMm.slice(0, 3 * count),
    values: hu.slice(0, count),
    weights: weights.slice(0, count),
  };
}

/** The points for which `keep` holds. */
export function pointsWhere(points: SamplePoints, keep: (n: number) => boolean): SamplePoints {
  const positionsMm = new Float64Array(points.positionsMm.length);
  const [values, weights] = [new Float64Array(points.count), new Float64Array(points.count)];
  let count = 0;
  for (let n = 0; n < points.count; n++) {
    if (!keep(n)) continue;
    for (let c = 0; c < 3; c++) positionsMm[3 * count + c] = points.positionsMm[3 * n + c]!;
    values[count] = points.values[n]!;
    weights[count++] = points.weights[n]!;
  }
  return {
    count,
    positionsMm: positionsMm.subarray(0, 3 * count),
    values: values.subarray(0, count),
    weights: weights.subarray(0, count),
  };
}

function within(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}

/** Voxels that may be drawn: in the body or near it, in the field, in the region. */
function candidates({ geometry }: Level, { body, field, weight }: SampleChoice) {
  const [nx, ny, nz] = geometry.dims;
  const mask = new Uint8Array(nx * ny * nz);
  const near = body === null ? null : nearBody(body, geometry);
  const limit = field.radiusMm === null ? Infinity : field.radiusMm ** 2;
  let total = 0;
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const y = (j - (ny - 1) / 2) * geometry.spacingMm[1];
      const row = near === null ? 0 : near.row(j, k);
      for (let i = 0; i < nx; i++, n++) {
        if (near !== null && near.voxels[row + near.columns[i]!] === 0) continue;
        const x = (i - (nx - 1) / 2) * geometry.spacingMm[0];
        if (x * x + y * y > limit) continue;
        if (weight(voxelToPatient(geometry, [i, j, k])) <= 0) continue;
        mask[n] = 1;
        total++;
      }
    }
  }
  return { mask, total };
}

/** The body grown by a voxel of its grid, to be read at the voxels of a level. */
function nearBody(body: BodyMask, geometry: VolumeGeometry) {
  const { dims } = body.geometry;
  const [columns, rows, slices] = bodyIndices(body, geometry);
  return {
    voxels: dilated(body.voxels, dims),
    columns,
    row: (j: number, k: number) => dims[0] * (rows[j]! + dims[1] * slices[k]!),
  };
}
