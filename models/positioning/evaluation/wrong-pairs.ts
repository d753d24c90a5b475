import { multiply, type Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import {
  prepareVolume,
  type PreparedVolume,
} from '../../../studies/positioning/registration/prepare.ts';
import { leftRightSwapped } from '../../../studies/positioning/testing/known-offsets.ts';
import { voxelToPatient } from '../../../studies/volume/geometry.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import type { Arm } from './arms.ts';
import type { CaseVolumes } from './case-volumes.ts';
import { movedPrepared } from './moved-prepared.ts';
import { moveOf, type Offset } from './offsets.ts';
import { planningOf } from './position-case.ts';

export const wrongKinds = [
  'another patient',
  'left and right exchanged',
  'half a turn about x',
  'half a turn about y',
  'half a turn about z',
  'no shared anatomy',
  'block of metal',
] as const;
export type PairKind = 'right' | (typeof wrongKinds)[number];

/** A planning CT and a scan that must be matched, or must not be. */
export interface Pair {
  readonly kind: PairKind;
  readonly planning: string;
  readonly scan: string;
  volumes(): Promise<{ fixed: PreparedVolume; moving: PreparedVolume }>;
}

/** The right pair of a case, at an offset. */
export function rightPair(own: CaseVolumes, arm: Arm, offset: Offset): Pair {
  return pairOf('right', own, own, async () => ({
    fixed: own.planning,
    moving: movedPrepared(await own.prepared(arm), moveOfCase(own, offset)),
  }));
}

/** Everything that can be wrong with the scan of a case; other patients are those given. */
export function wrongPairs(
  own: CaseVolumes,
  others: readonly CaseVolumes[],
  arm: Arm,
  offset: Offset,
): Pair[] {
  const move = moveOfCase(own, offset);
  const scanned = async (change: (grid: VoxelGrid) => VoxelGrid) =>
    movedPrepared(prepareVolume(change(await own.scan(arm))), move);
  const half = (axis: 0 | 1 | 2) => {
    const turnDeg = [0, 1, 2].map((n) => (n === axis ? 180 : 0)) as [number, number, number];
    const turn = moveOf({ turnDeg, shiftMm: [0, 0, 0] }, own.case.field.isocentreMm);
    return async () => ({
      fixed: own.planning,
      moving: movedPrepared(await own.prepared(arm), multiply(move, turn)),
    });
  };
  return [
    ...others.map((other) =>
      pairOf('another patient', other, own, async () => ({
        fixed: other.planning,
        moving: movedPrepared(await own.prepared(arm), movedTo(own, other, offset)),
      })),
    ),
    pairOf('left and right exchanged', own, own, async () => ({
      fixed: own.planning,
      moving: await scanned(leftRightSwapped),
    })),
    pairOf('half a turn about x', own, own, half(0)),
    pairOf('half a turn about y', own, own, half(1)),
    pairOf('half a turn about z', own, own, half(2)),
    pairOf('no shared anatomy', own, own, async () => {
      const middle = own.case.field.isocentreMm[2];
      return {
        fixed: prepareVolume(beyond(planningOf(own.case), (z) => z < middle - gapMm)),
        moving: await scanned((grid) => beyond(grid, (z) => z > middle + gapMm)),
      };
    }),
    pairOf('block of metal', own, own, async () => ({
      fixed: own.planning,
      moving: await scanned((grid) => withMetal(grid, own)),
    })),
  ];
}

function pairOf(
  kind: PairKind,
  planning: CaseVolumes,
  scan: CaseVolumes,
  volumes: Pair['volumes'],
): Pair {
  return { kind, planning: planning.case.id, scan: scan.case.id, volumes };
}

const moveOfCase = ({ case: { field } }: CaseVolumes, offset: Offset): Matrix =>
  moveOf(offset, field.isocentreMm);

/** Another patient is laid with his isocentre on this one's, as the couch would have it. */
function movedTo(own: CaseVolumes, other: CaseVolumes, offset: Offset): Matrix {
  const [from, to] = [own.case.field.isocentreMm, other.case.field.isocentreMm];
  const shiftMm = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
  const across = moveOf({ turnDeg: [0, 0, 0], shiftMm }, from);
  return multiply(across, moveOf(offset, from));
}

/** Nothing within this distance of the isocentre is in either volume. */
const gapMm = 10;

/** The slices whose middle lies where wanted; volumes here have their slices across the patient. */
function beyond(grid: VoxelGrid, wanted: (zMm: number) => boolean): VoxelGrid {
  const { geometry, voxels } = grid;
  const [nx, ny, nz] = geometry.dims;
  const place = (k: number) => voxelToPatient(geometry, [0, 0, k]);
  const slices = Array.from({ length: nz }, (_, k) => k).filter((k) => wanted(place(k)[2]));
  const [from, to] = [slices[0]!, slices.at(-1)! + 1];
  return {
    ...grid,
    geometry: { ...geometry, dims: [nx, ny, slices.length], originMm: place(from) },
    voxels: voxels.slice(from * nx * ny, to * nx * ny),
  };
}

const metalHu = 8000;
/** Of the scanned body's volume. */
const metalPart = 0.06;

/** A ball of metal about the isocentre, painted into the scan: its streaks are left out. */
function withMetal(grid: VoxelGrid, own: CaseVolumes): VoxelGrid {
  const [nx, ny, nz] = grid.geometry.dims;
  const voxels = grid.voxels.slice();
  const body = prepareVolume(grid).body;
  const [dx, dy, dz] = body?.geometry.spacingMm ?? grid.geometry.spacingMm;
  const volumeMm3 = metalPart * (body?.count ?? 0) * dx * dy * dz;
  const radiusMm = Math.cbrt((3 * volumeMm3) / (4 * Math.PI));
  const [x, y, z] = own.case.field.isocentreMm;
  for (let k = 0, n = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, n++) {
        const p = voxelToPatient(grid.geometry, [i, j, k]);
        if (Math.hypot(p[0] - x, p[1] - y, p[2] - z) < radiusMm) voxels[n] = metalHu;
      }
  return { ...grid, voxels };
}
