import type { ObjectVolume } from '../../../studies/tomography/simulation/object-volume.ts';
import type { LpsPoint, VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { NormalNoise } from '../../runtime/noise.ts';

/** A ball put into the patient before the scan. */
export interface Lesion {
  readonly centreMm: LpsPoint;
  readonly diameterMm: number;
  /** Above what is there, HU. */
  readonly contrastHu: number;
}

/** Sizes and contrasts of mindi3d.md, section 6.6, bar 7. */
export const lesionDiametersMm = [5, 8, 10, 15] as const;
export const lesionContrastsHu = [50, 100, 200, 400, 800] as const;

const tries = 600;
/** Room around a lesion and between two of them. */
const marginMm = 4;
const apartMm = 12;
/** Surroundings must be one tissue: lung, or soft tissue. */
const spreadHu = 250;
const tissuesHu = [
  [-930, -600],
  [-150, 150],
] as const;

type Place = Pick<VolumeGeometry, 'dims' | 'spacingMm' | 'originMm'>;

/**
 * Places for one lesion of every size and contrast, each within one tissue of the measured region and
 * clear of the others; the same on every run. What finds no room is left out. Larger ones go first.
 */
export function placeLesions(
  truth: Int16Array,
  region: Uint8Array,
  place: Place,
  wanted: readonly Pick<Lesion, 'diameterMm' | 'contrastHu'>[],
): Lesion[] {
  const random = new NormalNoise(7);
  const [nx, ny] = place.dims;
  const voxels: number[] = [];
  region.forEach((inside, n) => inside === 1 && voxels.push(n));
  const placed: Lesion[] = [];
  for (const next of [...wanted].sort((a, b) => b.diameterMm - a.diameterMm)) {
    for (let n = 0; n < tries && voxels.length > 0; n++) {
      const voxel = voxels[random.bits() % voxels.length]!;
      const index = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
      const at = (axis: 0 | 1 | 2) => place.originMm[axis] + index[axis]! * place.spacingMm[axis];
      const lesion = { ...next, centreMm: [at(0), at(1), at(2)] as const };
      if (placed.some((other) => tooNear(lesion, other))) continue;
      if (!withinOneTissue(truth, region, place, lesion)) continue;
      placed.push(lesion);
      break;
    }
  }
  return placed;
}

/** Every size with every contrast. */
export function allLesions(): Pick<Lesion, 'diameterMm' | 'contrastHu'>[] {
  return lesionDiametersMm.flatMap((diameterMm) =>
    lesionContrastsHu.map((contrastHu) => ({ diameterMm, contrastHu })),
  );
}

function tooNear(a: Lesion, b: Lesion): boolean {
  const [d0, d1, d2] = a.centreMm.map((mm, axis) => mm - b.centreMm[axis]!);
  return Math.hypot(d0!, d1!, d2!) < (a.diameterMm + b.diameterMm) / 2 + apartMm;
}

function withinOneTissue(
  truth: Int16Array,
  region: Uint8Array,
  place: Place,
  { centreMm, diameterMm }: Lesion,
): boolean {
  let [least, most, whole] = [Infinity, -Infinity, true];
  eachVoxelWithin(place, centreMm, diameterMm / 2 + marginMm, (n) => {
    if (region[n] !== 1) whole = false;
    least = Math.min(least, truth[n]!);
    most = Math.max(most, truth[n]!);
  });
  const middle = (least + most) / 2;
  const known = tissuesHu.some(([low, high]) => middle > low && middle < high);
  return whole && known && most - least < spreadHu;
}

/** Calls back with every voxel of the grid whose centre lies within `radiusMm` of a place. */
export function eachVoxelWithin(
  { dims, spacingMm, originMm }: Place,
  centreMm: LpsPoint,
  radiusMm: number,
  visit: (voxel: number) => void,
): void {
  const range = (axis: 0 | 1 | 2) => {
    const at = (centreMm[axis] - originMm[axis]) / spacingMm[axis];
    const reach = radiusMm / spacingMm[axis];
    return [
      Math.max(0, Math.ceil(at - reach)),
      Math.min(dims[axis] - 1, Math.floor(at + reach)),
    ] as const;
  };
  const [is, js, ks] = [range(0), range(1), range(2)];
  for (let k = ks[0]; k <= ks[1]; k++)
    for (let j = js[0]; j <= js[1]; j++)
      for (let i = is[0]; i <= is[1]; i++) {
        const away = Math.hypot(
          originMm[0] + i * spacingMm[0] - centreMm[0],
          originMm[1] + j * spacingMm[1] - centreMm[1],
          originMm[2] + k * spacingMm[2] - centreMm[2],
        );
        if (away <= radiusMm) visit((k * dims[1] + j) * dims[0] + i);
      }
}

/** A copy of the object with the lesions in it; their edge is one object voxel wide. */
export function withLesions({ frame, hu }: ObjectVolume, lesions: readonly Lesion[]): ObjectVolume {
  const { counts, spacingMm, originMm } = frame;
  const out = hu.slice();
  // The object runs z fastest: as a columns-first volume its axes are z, y, x.
  const place: Place = {
    dims: [counts[2], counts[1], counts[0]],
    spacingMm: [spacingMm[2], spacingMm[1], spacingMm[0]],
    originMm: [originMm[2], originMm[1], originMm[0]],
  };
  for (const { centreMm, diameterMm, contrastHu } of lesions) {
    const radius = diameterMm / 2;
    const centre: LpsPoint = [centreMm[2], centreMm[1], centreMm[0]];
    eachVoxelWithin(place, centre, radius + spacingMm[0], (n) => {
      const away = Math.hypot(
        place.originMm[0] + (n % counts[2]) * spacingMm[2] - centre[0],
        place.originMm[1] + (Math.floor(n / counts[2]) % counts[1]) * spacingMm[1] - centre[1],
        place.originMm[2] + Math.floor(n / (counts[2] * counts[1])) * spacingMm[0] - centre[2],
      );
      out[n]! += contrastHu * Math.min(1, Math.max(0, (radius - away) / spacingMm[0] + 0.5));
    });
  }
  return { frame, hu: out };
}

/** Middle part of a lesion whose mean is read, as a share of its radius; at least the nearest voxels. */
const coreShare = 0.6;

/** Mean over a lesion's core of what it changed: the volume with it minus the volume without, HU. */
export function coreChange(
  place: Place,
  { centreMm, diameterMm }: Lesion,
  withIt: Int16Array,
  without: Int16Array,
): number {
  const radius = Math.max((coreShare * diameterMm) / 2, 0.9 * Math.max(...place.spacingMm));
  let [sum, count] = [0, 0];
  eachVoxelWithin(place, centreMm, radius, (n) => {
    sum += withIt[n]! - without[n]!;
    count++;
  });
  return sum / count;
}
