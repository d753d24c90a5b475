import type { LpsPoint } from '../../studies/volume/geometry.ts';
import { patientToCanvas, type Placement } from './placement.ts';

/**
 * What lies over a picture. One list serves the screen (SVG) and a capture (canvas), so that a
 * capture shows what the reader saw. Lengths in CSS pixels.
 */
export type Mark =
  | {
      readonly kind: 'line';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly colour: string;
      readonly width: number;
      readonly role: 'crosshair' | 'scale' | 'divider' | 'bar';
    }
  | {
      readonly kind: 'text';
      readonly at: readonly [number, number];
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly colour: string;
      readonly size: number;
      readonly bold: boolean;
      readonly role: string;
    };

/** Marks are lit for a dark picture, whatever the theme around it. */
export const markColours = {
  letter: '#ffd479',
  text: '#dfe7ef',
  crosshair: '#4fd1e0',
  scale: '#dfe7ef',
} as const;

export const markFont = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

const gapPx = 14;

/** Two lines with a hole at the point, so that what is looked at stays free. */
export function crosshairMarks(
  placement: Placement,
  point: LpsPoint,
  width: number,
  height: number,
): Mark[] {
  const [x, y] = patientToCanvas(placement, point);
  const line = (x0: number, y0: number, x1: number, y1: number): Mark => ({
    kind: 'line',
    from: [x0, y0],
    to: [x1, y1],
    colour: markColours.crosshair,
    width: 1,
    role: 'crosshair',
  });
  return [
    line(0, y, Math.max(0, x - gapPx), y),
    line(Math.min(width, x + gapPx), y, width, y),
    line(x, 0, x, Math.max(0, y - gapPx)),
    line(x, Math.min(height, y + gapPx), x, height),
  ];
}

/** A bar of a round length, about a fifth of the picture wide, at the bottom right. */
export function scaleMarks(
  placement: Placement,
  width: number,
  height: number,
  label: (lengthMm: number) => string,
): Mark[] {
  const lengthMm = roundLength((width * 0.22) / placement.pixelsPerMm);
  const lengthPx = lengthMm * placement.pixelsPerMm;
  const right = width - 12;
  const y = height - 12;
  const line = (x0: number, y0: number, x1: number, y1: number): Mark => ({
    kind: 'line',
    from: [x0, y0],
    to: [x1, y1],
    colour: markColours.scale,
    width: 2,
    role: 'scale',
  });
  return [
    line(right - lengthPx, y, right, y),
    line(right - lengthPx, y - 5, right - lengthPx, y),
    line(right, y - 5, right, y),
    textMark([right, y - 8], label(lengthMm), 'end', { role: 'scale-label' }),
  ];
}

/** The largest of 1, 2, 5 times a power of ten that is not above `limit`. */
export function roundLength(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  const lead = limit / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
}

export function dividerMark(x: number, height: number): Mark {
  return {
    kind: 'line',
    from: [x, 0],
    to: [x, height],
    colour: markColours.letter,
    width: 2,
    role: 'divider',
  };
}

export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

export function letterMarks(
  letters: EdgeLetters,
  width: number,
  height: number,
  marginRight = 0,
): Mark[] {
  const letter = (
    at: readonly [number, number],
    text: string,
    anchor: 'start' | 'middle' | 'end',
    role: string,
  ) => textMark(at, text, anchor, { colour: markColours.letter, size: 15, bold: true, role });
  return [
    letter([8, height / 2 + 5], letters.left, 'start', 'letter-left'),
    letter([width - 8 - marginRight, height / 2 + 5], letters.right, 'end', 'letter-right'),
    letter([width / 2, 18], letters.top, 'middle', 'letter-top'),
    letter([width / 2, height - 8], letters.bottom, 'middle', 'letter-bottom'),
  ];
}

export function textMark(
  at: readonly [number, number],
  text: string,
  anchor: 'start' | 'middle' | 'end',
  style: { colour?: string; size?: number; bold?: boolean; role: string },
): Mark {
  return {
    kind: 'text',
    at,
    text,
    anchor,
    colour: style.colour ?? markColours.text,
    size: style.size ?? 12,
    bold: style.bold ?? false,
    role: style.role,
  };
}

/** Draws marks on a canvas whose units are CSS pixels. */
export function drawMarks(context: CanvasRenderingContext2D, marks: readonly Mark[]): void {
  for (const mark of marks) {
    if (mark.kind === 'line') {
      context.strokeStyle = mark.colour;
      context.lineWidth = mark.width;
      context.beginPath();
      context.moveTo(...mark.from);
      context.lineTo(...mark.to);
      context.stroke();
    } else {
      context.font = `${mark.bold ? '700 ' : ''}${mark.size}px ${markFont}`;
      context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
      context.lineJoin = 'round';
      context.strokeStyle = '#000';
      context.lineWidth = 3;
      context.strokeText(mark.text, ...mark.at);
      context.fillStyle = mark.colour;
      context.fillText(mark.text, ...mark.at);
    }
  }
}
