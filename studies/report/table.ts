import { DIM, INK, LINE, MARGIN, type Sheet } from './sheet.ts';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Share of the page's width of each column, in the order of the head; together 1. */
  readonly widths: readonly number[];
  /** What stands out below the head: the second column, unless told the first row. */
  readonly strong?: 'column' | 'row';
}

const SIZE = 8;
const GAP = 6;

/** A tagged table. The first column names the row; a row never breaks over two pages. */
export function drawTable(sheet: Sheet, { head, rows, widths, strong = 'column' }: Table): void {
  const { doc } = sheet;
  const table = doc.struct('Table');
  doc.addStructure(table);
  for (const [n, cells] of [head, ...rows].entries()) {
    const first = n === 0;
    doc.font(first ? 'bold' : 'regular').fontSize(first ? SIZE - 1 : SIZE);
    const boxes = columnBoxes(sheet, widths);
    const height = Math.max(
      ...cells.map((words, c) => doc.heightOfString(words || ' ', { width: boxes[c]!.width })),
    );
    // The head stays with the first row.
    sheet.room(first ? height + 22 : height + 5);
    const y = doc.y;
    const row = doc.struct('TR');
    table.add(row);
    for (const [c, words] of cells.entries()) {
      const type = first || c === 0 ? 'TH' : 'TD';
      const content = doc.markStructureContent(type);
      row.add(doc.struct(type, {}, [content]));
      doc
        .font(first || (strong === 'column' ? c === 1 : n === 1) ? 'bold' : 'regular')
        .fontSize(first ? SIZE - 1 : SIZE)
        .fillColor(first ? DIM : INK)
        .text(words, boxes[c]!.x, y, { width: boxes[c]!.width });
      doc.endMarkedContent();
    }
    row.end();
    doc.markContent('Artifact', { type: 'Layout' });
    doc
      .moveTo(MARGIN, y + height + 1.5)
      .lineTo(MARGIN + sheet.width, y + height + 1.5)
      .lineWidth(first ? 0.8 : 0.3)
      .stroke(LINE);
    doc.endMarkedContent();
    doc.y = y + height + 4;
    doc.x = MARGIN;
  }
  table.end();
  doc.y += 3;
}

function columnBoxes(sheet: Sheet, widths: readonly number[]) {
  let x = MARGIN;
  return widths.map((share) => {
    const box = { x, width: share * sheet.width - GAP };
    x += share * sheet.width;
    return box;
  });
}
