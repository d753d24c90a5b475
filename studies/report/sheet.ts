import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Picture } from './pictures.ts';
import { text } from './text.ts';

const require = createRequire(import.meta.url);
const font = (name: string) => require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

export const INK = '#1a1f24';
export const DIM = '#5a6570';
export const LINE = '#c9d0d6';
export const RESEARCH = '#9a3412';

export const MARGIN = 42;
const FOOT = 46;
/** A place on the page, points. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Three rows of pictures and their notes fit on the first page. */
const TALLEST = 154;

/**
 * A4 pages of a tagged PDF with a head and the research-use line on each. Text is set in DejaVu
 * Sans, which pdfkit embeds; it has the signs, Greek and Cyrillic that the standard fonts lack.
 */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly #finished: Promise<Uint8Array>;

  constructor(title: string, created: Date) {
    this.doc = new PDFDocument({
      size: 'A4',
      margins: { left: MARGIN, right: MARGIN, top: MARGIN + 14, bottom: FOOT + 12 },
      bufferPages: true,
      tagged: true,
      pdfVersion: '1.7',
      lang: 'en',
      displayTitle: true,
      info: { Title: title, Producer: 'Sparrow', Creator: 'Sparrow', CreationDate: created },
    });
    this.doc.registerFont('regular', font('DejaVuSans'));
    this.doc.registerFont('bold', font('DejaVuSans-Bold'));
    this.doc.registerFont('mono', font('DejaVuSansMono'));
    const chunks: Buffer[] = [];
    this.#finished = new Promise((resolve, reject) => {
      this.doc.on('data', (chunk: Buffer) => chunks.push(chunk));
      this.doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
      this.doc.on('error', reject);
    });
  }

  get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }

  heading(words: string, level: 1 | 2 = 2): void {
    this.room(60);
    if (level === 2) this.doc.moveDown(0.9);
    this.tagged(level === 1 ? 'H1' : 'H2', {}, () => {
      this.doc
        .font('bold')
        .fontSize(level === 1 ? 17 : 11)
        .fillColor(INK)
        .text(words, MARGIN);
    });
    this.doc.moveDown(0.35);
  }

  paragraph(words: string, dim = false): void {
    this.tagged('P', {}, () => {
      this.doc
        .font('regular')
        .fontSize(8.5)
        .fillColor(dim ? DIM : INK)
        .text(words, MARGIN, undefined, { width: this.width });
    });
    this.doc.moveDown(0.3);
  }

  bullets(lines: readonly string[]): void {
    for (const line of lines) this.paragraph(`• ${line}`);
  }

  /** Two columns of label and value. Long hashes are set in the mono font. */
  facts(rows: readonly (readonly [label: string, value: string])[]): void {
    const { doc } = this;
    for (const [label, value] of rows) {
      this.room(16);
      const y = doc.y;
      this.tagged('P', {}, () => {
        doc.font('bold').fontSize(8).fillColor(DIM).text(label, MARGIN, y, { width: 110 });
        const mono = /^[0-9a-f]{64}$/.test(value);
        doc
          .font(mono ? 'mono' : 'regular')
          .fontSize(mono ? 7.2 : 8.5)
          .fillColor(INK);
        doc.text(value, MARGIN + 116, y, { width: this.width - 116 });
      });
      doc.y = Math.max(doc.y, y + 12) + 1;
    }
  }

  /**
   * A row of pictures with a caption each and patient letters at their edges; on `paper` ground or black.
   * None is higher than `tallest` points.
   */
  pictures(
    row: readonly {
      picture: Picture;
      caption: string;
      alt: string;
      /** Draws over the picture, which lies at the box. */
      over?: (box: Box) => void;
    }[],
    columns: number,
    paper = false,
    tallest = TALLEST,
  ): void {
    const { doc } = this;
    const gap = 8;
    const cell = (this.width - gap * (columns - 1)) / columns;
    const heights = row.map(({ picture }) =>
      Math.min(tallest, (cell * picture.height) / picture.width),
    );
    const height = Math.max(...heights);
    this.room(height + 16);
    const top = doc.y;
    for (const [n, { picture, caption, alt, over }] of row.entries()) {
      const x = MARGIN + n * (cell + gap);
      this.tagged('Figure', { alt }, () => {
        doc.rect(x, top, cell, height).fill(paper ? '#ffffff' : '#000000');
        doc.image(picture.png, x, top, { fit: [cell, height], align: 'center', valign: 'center' });
        over?.(fitted(picture, { x, y: top, width: cell, height }));
        this.#letters(picture, { x, y: top, width: cell, height }, paper ? DIM : '#e8c35a');
      });
      this.tagged('Caption', {}, () => {
        doc
          .font('regular')
          .fontSize(7)
          .fillColor(DIM)
          .text(caption, x, top + height + 2, { width: cell, lineBreak: false });
      });
    }
    doc.y = top + height + 14;
    doc.x = MARGIN;
  }

  /** A colour strip with the numbers at its ends and its middle, and what it means beside it. */
  bar(picture: Picture, labels: readonly [string, string, string], note: string): void {
    const { doc } = this;
    const width = 170;
    this.room(24);
    const x = MARGIN + this.width - width;
    const y = doc.y;
    this.tagged('P', {}, () => {
      doc.font('regular').fontSize(7.5).fillColor(DIM);
      doc.text(note, MARGIN, y, { width: this.width - width - 20 });
    });
    const below = doc.y;
    doc.image(picture.png, x, y, { width, height: 7 });
    doc.rect(x, y, width, 7).lineWidth(0.5).stroke(LINE);
    doc.font('regular').fontSize(6.5).fillColor(DIM);
    for (const [n, align] of (['left', 'center', 'right'] as const).entries())
      doc.text(labels[n] ?? '', x, y + 9, { width, align, lineBreak: false });
    doc.y = Math.max(y + 22, below + 4);
    doc.x = MARGIN;
  }

  /** A drawing of the page's width. */
  figure(alt: string, height: number, draw: (box: Box) => void): void {
    const { doc } = this;
    this.room(height + 6);
    const y = doc.y;
    this.tagged('Figure', { alt }, () => draw({ x: MARGIN, y, width: this.width, height }));
    doc.y = y + height + 6;
    doc.x = MARGIN;
  }

  /** One line that belongs to the pictures above it and must not be missed. */
  mark(words: string): void {
    this.tagged('P', {}, () => {
      this.doc
        .font('bold')
        .fontSize(7.5)
        .fillColor(RESEARCH)
        .text(words, MARGIN, this.doc.y - 2, { width: this.width });
    });
    this.doc.moveDown(0.4);
  }

  /** Start a new page unless `height` points are left on this one. */
  room(height: number): void {
    if (this.doc.y + height > this.doc.page.height - FOOT - 12) this.doc.addPage();
  }

  /** Draw head and foot on every page and close the document. */
  async finish(head: string, software: string): Promise<Uint8Array> {
    const { doc } = this;
    const { start, count } = doc.bufferedPageRange();
    for (let n = start; n < start + count; n++) {
      doc.switchToPage(n);
      // Head and foot lie in the margins, where text would otherwise start a page.
      doc.page.margins = { left: 0, right: 0, top: 0, bottom: 0 };
      doc.markContent('Artifact', { type: 'Pagination' });
      const line = (
        words: string,
        y: number,
        align: 'left' | 'right',
        colour: string,
        face = 'regular',
      ) =>
        doc
          .font(face)
          .fontSize(7)
          .fillColor(colour)
          .text(words, MARGIN, y, { width: this.width, align, lineBreak: false });
      const foot = doc.page.height - FOOT;
      line(head, 26, 'left', DIM);
      line(software, 26, 'right', DIM);
      doc
        .moveTo(MARGIN, foot)
        .lineTo(MARGIN + this.width, foot)
        .lineWidth(0.5)
        .stroke(LINE);
      line(text.researchUse, foot + 7, 'left', RESEARCH, 'bold');
      line(text.page(n - start + 1, count), foot + 19, 'right', DIM);
      doc.endMarkedContent();
    }
    doc.end();
    return this.#finished;
  }

  #letters(picture: Picture, box: Box, colour: string): void {
    const { doc } = this;
    const { left, right, top, bottom } = picture.letters;
    const { x, y, width, height } = box;
    doc.font('bold').fontSize(7).fillColor(colour);
    const put = (words: string, px: number, py: number, align: 'left' | 'center' | 'right') =>
      doc.text(words, px, py, { width: width - 6, align, lineBreak: false });
    put(left, x + 3, y + height / 2 - 4, 'left');
    put(right, x + 3, y + height / 2 - 4, 'right');
    put(top, x + 3, y + 2, 'center');
    put(bottom, x + 3, y + height - 10, 'center');
  }

  /** What `draw` sets is one element of the document's structure. */
  tagged(type: string, options: { alt?: string }, draw: () => void): void {
    const content = this.doc.markStructureContent(type);
    this.doc.addStructure(this.doc.struct(type, options, [content]));
    draw();
    this.doc.endMarkedContent();
  }
}

/** Where pdfkit puts a picture that is fitted into a cell, in its middle. */
function fitted(picture: Picture, { x, y, width, height }: Box): Box {
  const scale = Math.min(width / picture.width, height / picture.height);
  const [wide, high] = [picture.width * scale, picture.height * scale];
  return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}
