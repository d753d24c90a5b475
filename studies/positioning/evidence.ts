import { voxelToPatient, patientToVoxel, type LpsPoint } from '../volume/geometry.ts';
import { correlationOf, fitAlternatives, type Alternatives } from './alternatives.ts';
import { localAgreement } from './local-agreement.ts';
import type { BodyMask } from './registration/body.ts';
import type { RigidMatch } from './registration/match.ts';
import { applied, matrixOf } from './registration/pose.ts';
import type { PreparedVolume } from './registration/prepare.ts';
import type { Matrix } from '../dicom/rt/rigid-matrix.ts';

/** What speaks for and against a match, in numbers. */
export interface MatchEvidence {
  /** Share of the smaller body that both volumes show. */
  readonly sharedShare: number;
  readonly sharedMl: number;
  /** Dice overlap of the two bodies where both volumes show something. */
  readonly outlineDice: number;
  readonly correlation: { readonly all: number; readonly soft: number; readonly bone: number };
  /** Middle correlation of small blocks: detail, not shape. Null where no block has any. */
  readonly local: number | null;
  readonly alternatives: Alternatives;
  /** Metal in the scan and in the planning CT: millilitres and share of the body. */
  readonly metalMl: number;
  readonly metalShare: number;
}

export function gatherEvidence(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
): MatchEvidence {
  const correlation = (window: 'all' | 'soft' | 'bone') =>
    correlationOf(fixed, moving, match, window).value;
  const metals = [metalOf(fixed), metalOf(moving)];
  return {
    ...sharedBody(fixed, moving, match),
    correlation: {
      all: correlation('all'),
      soft: correlation('soft'),
      bone: correlation('bone'),
    },
    local: localAgreement(fixed, moving, match),
    alternatives: fitAlternatives(fixed, moving, match),
    metalMl: Math.max(...metals.map(({ ml }) => ml)),
    metalShare: Math.max(...metals.map(({ share }) => share)),
  };
}

/** Every second voxel along each axis is looked at. */
const stride = 2;

function sharedBody(fixed: PreparedVolume, moving: PreparedVolume, match: RigidMatch) {
  if (fixed.body === null || moving.body === null) {
    return { sharedShare: 0, sharedMl: 0, outlineDice: 0 };
  }
  const there = walk(fixed, moving, matrixOf(match.pose));
  const back = walk(moving, fixed, match.movingToFixed);
  const seen = there.seen + back.seen;
  return {
    sharedShare: Math.max(there.seen / there.ml, back.seen / back.ml),
    sharedMl: Math.min(there.seen, back.seen),
    outlineDice: seen > 0 ? (there.both + back.both) / seen : 0,
  };
}

/** How much of one body the other volume shows, and as body; millilitres. */
function walk(from: PreparedVolume, to: PreparedVolume, matrix: Matrix) {
  const { geometry, voxels } = from.body!;
  const [nx, ny, nz] = geometry.dims;
  const [dx, dy, dz] = geometry.spacingMm;
  const each = (stride ** 3 * dx * dy * dz) / 1000;
  let [ml, seen, both] = [0, 0, 0];
  for (let k = 0; k < nz; k += stride) {
    for (let j = 0; j < ny; j += stride) {
      for (let i = 0; i < nx; i += stride) {
        const n = i + nx * (j + ny * k);
        if (voxels[n] === 0) continue;
        ml += each;
        const at = inBody(to, to.body!, applied(matrix, voxelToPatient(geometry, [i, j, k])));
        if (at !== null) {
          seen += each;
          if (at) both += each;
        }
      }
    }
  }
  return { ml: Math.max(ml, each), seen, both };
}

/** Whether a place lies in the body; null where the volume does not show it. */
function inBody(
  { field }: PreparedVolume,
  { geometry, voxels }: BodyMask,
  p: LpsPoint,
): boolean | null {
  const [x, y, z] = patientToVoxel(geometry, p);
  const [i, j, k] = [Math.round(x), Math.round(y), Math.round(z)];
  const [nx, ny, nz] = geometry.dims;
  if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return null;
  if (field.radiusMm !== null) {
    const u = (x - (nx - 1) / 2) * geometry.spacingMm[0];
    const v = (y - (ny - 1) / 2) * geometry.spacingMm[1];
    if (u * u + v * v > field.radiusMm ** 2) return null;
  }
  return voxels[i + nx * (j + ny * k)] === 1;
}

const metalHu = 2500;

function metalOf({ levels, body }: PreparedVolume): { ml: number; share: number } {
  const { values, geometry } = levels[1];
  const [dx, dy, dz] = geometry.spacingMm;
  const each = (dx * dy * dz) / 1000;
  let count = 0;
  for (const hu of values) if (hu > metalHu) count++;
  return { ml: count * each, share: body === null ? 0 : count / body.count };
}
