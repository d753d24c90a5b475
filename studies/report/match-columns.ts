import { DIM, INK, MARGIN, type Sheet } from './sheet.ts';

const GAP = 14;

/** Where a column lies; what is drawn starts at the document's own y. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

/** Draws side by side, each in its share of the page's width; the page goes on below the longest. */
export function sideBySide(
  sheet: Sheet,
  columns: readonly { readonly share: number; readonly draw: (column: Column) => void }[],
): void {
  const { doc } = sheet;
  const top = doc.y;
  let [x, bottom] = [MARGIN, top];
  for (const { share, draw } of columns) {
    doc.y = top;
    draw({ x, width: share * sheet.width - GAP });
    bottom = Math.max(bottom, doc.y);
    x += share * sheet.width;
  }
  doc.y = bottom;
  doc.x = MARGIN;
}

export interface Line {
  readonly size?: number;
  readonly face?: 'regular' | 'bold' | 'mono';
  readonly colour?: string;
}

/** One paragraph in a column. */
export function line(
  sheet: Sheet,
  { x, width }: Column,
  words: string,
  { size = 8, face = 'regular', colour = INK }: Line = {},
): void {
  sheet.tagged('P', {}, () => {
    sheet.doc.font(face).fontSize(size).fillColor(colour).text(words, x, sheet.doc.y, { width });
  });
  sheet.doc.y += 2;
}

/** Label and value, small, in a column. */
export function smallFacts(
  sheet: Sheet,
  { x, width }: Column,
  rows: readonly (readonly [label: string, value: string])[],
  labelWidth = 72,
): void {
  const { doc } = sheet;
  for (const [label, value] of rows) {
    const y = doc.y;
    sheet.tagged('P', {}, () => {
      doc.font('bold').fontSize(7).fillColor(DIM);
      doc.text(label, x, y, { width: labelWidth - 4 });
      const below = doc.y;
      doc.font('regular').fontSize(7).fillColor(INK);
      doc.text(value, x + labelWidth, y, { width: width - labelWidth });
      doc.y = Math.max(doc.y, below);
    });
    doc.y += 1.2;
  }
}
