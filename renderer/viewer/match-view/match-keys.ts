import type { Vector3 } from '../../../studies/volume/geometry.ts';
import type { KeyMap } from '../use-keys.ts';
import { shiftInPlane, turnInPlane, type HandMove } from './manual-move.ts';
import { matchModes, type MatchMode } from './match-modes.ts';

interface MatchActions {
  /** What every reading view shares. */
  readonly reading: KeyMap;
  /** Of the plane that was touched last. */
  readonly axes: () => readonly [Vector3, Vector3, Vector3];
  /** Whether keys move the scan. */
  readonly handOn: () => boolean;
  readonly step: (move: HandMove) => void;
  readonly setMode: (mode: MatchMode) => void;
  readonly flip: (before: boolean) => void;
  readonly adjust: () => void;
  readonly outlines: () => void;
  readonly names: () => void;
  readonly home: () => void;
  readonly maximise: () => void;
}

/** One press of an arrow, of an arrow with Shift; of a bracket, of a bracket with Shift. */
export const keySteps = { mm: 1, fineMm: 0.1, deg: 0.5, fineDeg: 0.1 } as const;

/** Keys of the fused panes. The arrows change the slice as anywhere until a hand is on the scan. */
export function matchKeys(actions: MatchActions): { down: KeyMap; up: KeyMap } {
  const { reading, axes, handOn, step } = actions;
  const nudge = (key: string, right: number, down: number) => (event: KeyboardEvent) => {
    if (!handOn()) return reading[key]?.(event);
    const mm = event.shiftKey ? keySteps.fineMm : keySteps.mm;
    step(shiftInPlane(axes(), right * mm, down * mm));
  };
  const turn = (deg: number) => () => {
    if (handOn()) step(turnInPlane(axes(), deg));
  };
  const modes = matchModes.map(({ id, key }) => [key.toLowerCase(), () => actions.setMode(id)]);
  // Digits show the faces of the scan here, so windows have none.
  const { p: _straight, i: _smooth, ...rest } = reading;
  const shared = Object.fromEntries(Object.entries(rest).filter(([key]) => !/[1-9]/.test(key)));
  return {
    down: {
      ...shared,
      ...(Object.fromEntries(modes) as KeyMap),
      ArrowUp: nudge('ArrowUp', 0, -1),
      ArrowDown: nudge('ArrowDown', 0, 1),
      ArrowLeft: nudge('ArrowLeft', -1, 0),
      ArrowRight: nudge('ArrowRight', 1, 0),
      '[': turn(-keySteps.deg),
      ']': turn(keySteps.deg),
      '{': turn(-keySteps.fineDeg),
      '}': turn(keySteps.fineDeg),
      x: () => actions.flip(true),
      g: actions.adjust,
      o: actions.outlines,
      v: actions.names,
      r: actions.home,
      m: actions.maximise,
    },
    up: { x: () => actions.flip(false) },
  };
}
