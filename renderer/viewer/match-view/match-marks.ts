import { colourBarMarks } from '../colour-bar.ts';
import { differenceTable } from '../colour.ts';
import { dividerMark, textMark, type Mark } from '../marks.ts';
import { twoColours, type MatchMode } from './match-modes.ts';

/** What tells the two volumes apart in a mode: names beside a divider, of colours, of signs. */
export function matchMarks(
  look: { readonly mode: MatchMode; readonly range: number },
  divider: number,
  names: { readonly fixed: string; readonly moving: string; readonly difference: string },
  width: number,
  height: number,
): Mark[] {
  if (width < 1 || height < 1) return [];
  const right = width - 10;
  if (look.mode === 'two-colour') {
    return [
      textMark([right, 34], names.fixed, 'end', { colour: twoColours.fixed, role: 'legend' }),
      textMark([right, 50], names.moving, 'end', { colour: twoColours.moving, role: 'legend' }),
    ];
  }
  if (look.mode === 'wipe') {
    const x = divider * width;
    return [
      dividerMark(x, height),
      textMark([x - 8, 50], names.fixed, 'end', { role: 'legend' }),
      textMark([x + 8, 50], names.moving, 'start', { role: 'legend' }),
    ];
  }
  if (look.mode === 'difference') {
    const { range } = look;
    const bar = { table: differenceTable, low: -range, high: range, title: names.difference };
    return colourBarMarks(bar, width, height);
  }
  return [];
}
