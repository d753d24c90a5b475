import { cssColour, type ColourTable } from './colour.ts';
import { textMark, type Mark } from './marks.ts';

/** A colour scale beside a picture: what each colour means, in numbers. */
export interface ColourBar {
  readonly table: ColourTable;
  readonly low: number;
  readonly high: number;
  readonly title: string;
}

const widthPx = 14;
/** What a bar and the zero beside it take of a picture's width. */
export const colourBarPx = 48;
/** A bar shorter than this has room for three numbers only. */
const roomyPx = 90;
const topPx = 48;
const footPx = 56;

/** The bar as marks at the right edge, a line per step of colour, numbers beside it. */
export function colourBarMarks(bar: ColourBar, width: number, height: number): Mark[] {
  const length = Math.max(0, Math.min(height - topPx - footPx, 260));
  const x = width - 18 - widthPx / 2;
  const steps = Math.min(64, Math.floor(length / 2));
  if (steps < 8) return [];
  const colours = Array.from({ length: steps }, (_, n): Mark => {
    const y = topPx + ((n + 0.5) * length) / steps;
    return {
      kind: 'line',
      from: [x - widthPx / 2, y],
      to: [x + widthPx / 2, y],
      colour: cssColour(bar.table, Math.round(255 * (1 - (n + 0.5) / steps))),
      width: length / steps + 0.6,
      role: 'bar',
    };
  });
  const shares = length < roomyPx ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1];
  const numbers = shares.map((share) => {
    const value = bar.high + (bar.low - bar.high) * share;
    return textMark(
      [x - widthPx / 2 - 6, topPx + share * length + 4],
      numberText(value, bar),
      'end',
      {
        role: 'bar-number',
      },
    );
  });
  const title = textMark([width - 10, topPx - 12], bar.title, 'end', { role: 'bar-title' });
  return [...colours, ...numbers, title];
}

/** Signs only where both occur; decimals only on a scale too short for whole numbers. */
function numberText(value: number, { low, high }: ColourBar): string {
  const sign = low >= 0 || value === 0 ? '' : value > 0 ? '+' : '−';
  const longest = Math.max(Math.abs(low), Math.abs(high));
  const digits = longest >= 10 ? 0 : longest >= 1 ? 1 : longest >= 0.1 ? 2 : 3;
  return `${sign}${Math.abs(value).toFixed(digits)}`;
}
