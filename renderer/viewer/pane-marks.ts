import type { LpsPoint } from '../../studies/volume/geometry.ts';
import { edgeLetters } from './letters.ts';
import { crosshairMarks, letterMarks, scaleMarks, textMark, type Mark } from './marks.ts';
import type { Placement } from './placement.ts';
import type { PlaneFrame } from './planes.ts';

/** Lines of text in the corners of a picture. */
export interface PaneTexts {
  readonly topLeft: readonly string[];
  readonly topRight: readonly string[];
  readonly bottomLeft: readonly string[];
}

export const noTexts: PaneTexts = { topLeft: [], topRight: [], bottomLeft: [] };

interface PaneView {
  readonly placement: Placement;
  /** Null for a picture with no place in a patient. */
  readonly frame: PlaneFrame | null;
  readonly width: number;
  /** Kept free at the right edge. */
  readonly marginRight?: number;
  readonly height: number;
  readonly crosshair: LpsPoint | null;
  readonly texts: PaneTexts;
  readonly scaleText: (lengthMm: number) => string;
}

const linePx = 16;

/** Everything that lies over one plane's picture; nothing before the pane has a size. */
export function paneMarks(view: PaneView): Mark[] {
  const { placement, width, height, texts } = view;
  if (width < 1 || height < 1) return [];
  return [
    ...(view.crosshair ? crosshairMarks(placement, view.crosshair, width, height) : []),
    ...(view.frame ? letterMarks(edgeLetters(view.frame), width, height, view.marginRight) : []),
    ...scaleMarks(placement, width, height, view.scaleText),
    ...texts.topLeft.map((text, n) =>
      textMark([10, 18 + n * linePx], text, 'start', { role: 'top-left' }),
    ),
    ...texts.topRight.map((text, n) =>
      textMark([width - 10, 18 + n * linePx], text, 'end', { role: 'top-right' }),
    ),
    ...texts.bottomLeft.map((text, n, { length }) =>
      textMark([10, height - 10 - (length - 1 - n) * linePx], text, 'start', {
        role: 'bottom-left',
      }),
    ),
  ];
}
