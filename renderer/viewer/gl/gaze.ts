import { cross, type Vector3 } from '../../../studies/volume/geometry.ts';

/** Plain numbers, so that a view survives the loss of everything on the card. */
export interface Gaze {
  /** Degrees around the head-feet axis; 0 looks from the front. */
  readonly turnDeg: number;
  /** Degrees upwards; 0 is level. */
  readonly tiltDeg: number;
  readonly zoom: number;
}

export const frontGaze: Gaze = { turnDeg: 0, tiltDeg: 0, zoom: 1 };

/** Screen directions of a gaze in patient space. */
export function gazeAxes(gaze: Gaze): { right: Vector3; down: Vector3; into: Vector3 } {
  const turn = (gaze.turnDeg * Math.PI) / 180;
  const tilt = (gaze.tiltDeg * Math.PI) / 180;
  const right: Vector3 = [Math.cos(turn), Math.sin(turn), 0];
  const into: Vector3 = [
    -Math.sin(turn) * Math.cos(tilt),
    Math.cos(turn) * Math.cos(tilt),
    -Math.sin(tilt),
  ];
  // Down is into x right: looking from the front, (0,1,0) x (1,0,0) points to the feet.
  return { right, down: cross(into, right), into };
}
