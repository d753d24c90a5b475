import type { Gaze } from '../gl/gaze.ts';

export function turned(gaze: Gaze, turnDeg: number, tiltDeg: number): Gaze {
  const tilt = Math.min(90, Math.max(-90, gaze.tiltDeg + tiltDeg));
  return { ...gaze, turnDeg: (gaze.turnDeg + turnDeg) % 360, tiltDeg: tilt };
}

export function zoomed(gaze: Gaze, factor: number): Gaze {
  return { ...gaze, zoom: Math.min(8, Math.max(0.4, gaze.zoom * factor)) };
}

/** What a key makes of a gaze; undefined for keys that do nothing. */
export function gazeAfterKey(key: string, gaze: Gaze, opening: Gaze): Gaze | undefined {
  switch (key) {
    case 'ArrowLeft':
      return turned(gaze, 10, 0);
    case 'ArrowRight':
      return turned(gaze, -10, 0);
    case 'ArrowUp':
      return turned(gaze, 0, -10);
    case 'ArrowDown':
      return turned(gaze, 0, 10);
    case '+':
    case '=':
      return zoomed(gaze, 1.2);
    case '-':
      return zoomed(gaze, 1 / 1.2);
    case 'r':
      return opening;
    default:
      return undefined;
  }
}
