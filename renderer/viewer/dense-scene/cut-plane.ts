import type { DenseGrid } from '../../../studies/library/dense-records.ts';
import { cross, type LpsPoint, type Vector3 } from '../../../studies/volume/geometry.ts';
import type { QuadCorners } from '../heart-scene/quads.ts';

/** A cut through the heart as the reader sets it. */
export interface Cut {
  readonly shown: boolean;
  /** 0: parallel to the slices; 90: along the long axis. */
  readonly tiltDeg: number;
  /** About the long axis: 0 along the two-chamber plane, 90 along the four-chamber plane. */
  readonly turnDeg: number;
  /** Along the cut's own normal from the middle of the heart, mm. */
  readonly offsetMm: number;
  /** Which half is taken away. */
  readonly flipped: boolean;
  readonly face: CutFace;
}

/** What is drawn on the cut: the wall as it is labelled, the picture, or nothing. */
export type CutFace = 'wall' | 'picture' | 'none';
export const cutFaces: readonly CutFace[] = ['wall', 'picture', 'none'];

export const openingCut: Cut = {
  shown: false,
  tiltDeg: 90,
  turnDeg: 90,
  offsetMm: 0,
  flipped: false,
  face: 'wall',
};

/** The usual cuts, by name. */
export const cutPresets = {
  across: { tiltDeg: 0, turnDeg: 90 },
  twoChamber: { tiltDeg: 90, turnDeg: 0 },
  fourChamber: { tiltDeg: 90, turnDeg: 90 },
} as const;
export type CutPreset = keyof typeof cutPresets;

export const cutReachMm = 70;

/** A plane in the patient; what lies on the normal's side stays. */
export interface CutPlane {
  readonly origin: LpsPoint;
  readonly normal: Vector3;
  /** The picture that lies on it, from its top left clockwise. */
  readonly corners: QuadCorners;
}

/** Side of the square on the cut, mm. */
const faceMm = 160;

export function cutPlane(cut: Cut, grid: DenseGrid, middle: LpsPoint): CutPlane {
  const tilt = (cut.tiltDeg * Math.PI) / 180;
  const turn = (cut.turnDeg * Math.PI) / 180;
  const mix = (a: number, b: number, c: number): Vector3 =>
    [0, 1, 2].map((n) => a * grid.u[n]! + b * grid.v[n]! + c * grid.n[n]!) as unknown as Vector3;
  const towards = mix(
    Math.sin(tilt) * Math.cos(turn),
    Math.sin(tilt) * Math.sin(turn),
    Math.cos(tilt),
  );
  const origin = moved(middle, towards, cut.offsetMm);
  // At right angles to the cut whatever the tilt: the horizontal of the turn.
  const right = mix(-Math.sin(turn), Math.cos(turn), 0);
  const down = cross(towards, right);
  const half = faceMm / 2;
  const at = (x: number, y: number) => moved(moved(origin, right, x * half), down, y * half);
  const sign = cut.flipped ? -1 : 1;
  return {
    origin,
    normal: [towards[0] * sign, towards[1] * sign, towards[2] * sign],
    corners: [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)],
  };
}

const moved = (p: LpsPoint, along: Vector3, mm: number): LpsPoint => [
  p[0] + mm * along[0],
  p[1] + mm * along[1],
  p[2] + mm * along[2],
];
