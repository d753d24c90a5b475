import { multiply } from '../dicom/rt/rigid-matrix.ts';
import type { Vector3 } from '../volume/geometry.ts';
import { apart, matchRigid, type RigidMatch } from './registration/match.ts';
import { matrixOf, rotationBy, type Pose } from './registration/pose.ts';
import type { PreparedVolume } from './registration/prepare.ts';

export interface CaptureStep {
  readonly shiftMm: number;
  readonly turnDeg: number;
  /** Starts from so far away that found home, and how many were tried. */
  readonly home: number;
  readonly tried: number;
}

export interface CaptureRange {
  /** Greatest shift and turn from which, and from all smaller ones, every start found home. */
  readonly shiftMm: number;
  readonly turnDeg: number;
  readonly steps: readonly CaptureStep[];
}

export interface CaptureChoice {
  readonly shiftsMm?: readonly number[];
  readonly turnsDeg?: readonly number[];
  /** A start is home when it ends this near the answer. */
  readonly homeMm?: number;
  readonly homeDeg?: number;
}

/** The three axes both ways and the corners between them. */
const directions: readonly Vector3[] = [-1, 0, 1]
  .flatMap((x) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((z): Vector3 => [x, y, z])))
  .filter((d) => d.filter((value) => value === 0).length !== 1)
  .map((d): Vector3 => {
    const l = Math.hypot(...d);
    return [d[0] / l, d[1] / l, d[2] / l];
  })
  .filter((d) => Number.isFinite(d[0]));

/**
 * From how far away the match still finds home: the climb alone, without the grid of shifts, from starts
 * shifted and turned away from the answer in 14 directions (6 sides, 8 corners). Ends on the 4 mm level.
 */
export function captureRange(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
  choice: CaptureChoice = {},
): CaptureRange {
  const { shiftsMm = [5, 10, 20, 30, 40], turnsDeg = [5, 10, 15, 20] } = choice;
  const { homeMm = 1.5, homeDeg = 1 } = choice;
  const home = (away: Pose): boolean => {
    const found = matchRigid(fixed, moving, {
      ...match.options,
      starts: [multiply(match.movingToFixed, matrixOf(away))],
      centres: false,
      searchMm: 0,
      finestMm: 4,
    });
    const { apartMm, apartDeg } = apart(found.pose, match.pose);
    return apartMm <= homeMm && apartDeg <= homeDeg;
  };
  const { pose } = match;
  // About where the pivot lies in the scan, so that a turn shifts nothing there.
  const pivotMm = [0, 1, 2].map((n) => pose.pivotMm[n]! + pose.shiftMm[n]!) as unknown as Vector3;
  const still: Vector3 = [0, 0, 0];
  const from = (direction: Vector3, mm: number, deg: number): Pose => {
    const by = (size: number): Vector3 => [
      direction[0] * size,
      direction[1] * size,
      direction[2] * size,
    ];
    return {
      pivotMm,
      rotation: rotationBy(deg === 0 ? still : by((deg * Math.PI) / 180)),
      shiftMm: mm === 0 ? still : by(mm),
    };
  };
  const tally = (mm: number, deg: number): CaptureStep => ({
    shiftMm: mm,
    turnDeg: deg,
    home: directions.filter((direction) => home(from(direction, mm, deg))).length,
    tried: directions.length,
  });
  const shifts = shiftsMm.map((mm) => tally(mm, 0));
  const turns = match.options.dof === 3 ? [] : turnsDeg.map((deg) => tally(0, deg));
  return {
    shiftMm: reach(shifts, 'shiftMm'),
    turnDeg: reach(turns, 'turnDeg'),
    steps: [...shifts, ...turns],
  };
}

function reach(steps: readonly CaptureStep[], of: 'shiftMm' | 'turnDeg'): number {
  const failed = steps.findIndex(({ home, tried }) => home < tried);
  const good = failed < 0 ? steps : steps.slice(0, failed);
  return good.at(-1)?.[of] ?? 0;
}
