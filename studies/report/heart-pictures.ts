import { heartClass } from '../cardiac/contours/classes.ts';
import { classContours } from '../cardiac/contours/iso-contours.ts';
import type { Polygon } from '../cardiac/contours/polygon.ts';
import type { PlaneImage } from '../volume/plane.ts';
import type { HeartFrameImage, HeartView, ReportHeart } from './heart-input.ts';
import { heartText } from './heart-text.ts';
import { planePicture } from './pictures.ts';
import { DIM, MARGIN, type Box, type Sheet } from './sheet.ts';

/** Seen around the heart on each side, mm. */
const BORDER_MM = 22;

/** Heading, two rows of pictures and the key, points. */
const TWO_ROWS = 400;

/** Outlines of a label map, in the screen's colours (Okabe and Ito). */
const outlines = [
  { classes: [heartClass.lvCavity], colour: '#56b4e9' },
  { classes: [heartClass.lvCavity, heartClass.lvMyocardium], colour: '#e69f00' },
  { classes: [heartClass.rvCavity], colour: '#00be8c' },
  { classes: [heartClass.leftAtrium], colour: '#de8cbe' },
  { classes: [heartClass.rightAtrium], colour: '#f0e442' },
] as const;

/** Rectangle of pixels: first column and row, columns, rows. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Every view at end-diastole above end-systole, cut to the heart, with its contours as lines. */
export function heartPictures(sheet: Sheet, { views }: ReportHeart): void {
  if (views.length === 0) return;
  // Both rows on one page, to be compared.
  sheet.room(TWO_ROWS);
  sheet.heading(heartText.pictures);
  sheet.paragraph(heartText.picturesNote, true);
  const { endDiastole, endSystole } = heartText;
  for (const [state, frameOf] of [
    [endDiastole, (view: HeartView) => view.diastole],
    [endSystole, (view: HeartView) => view.systole],
  ] as const) {
    const row = views.map((view) => {
      const frame = frameOf(view);
      const crop = heartCrop(view);
      const { slice, view: name } = view.plane;
      return {
        picture: planePicture(cut(frame.image, crop), view.window),
        caption: heartText.caption(name, slice + 1, frame.phase + 1, state),
        alt: heartText.pictureAlt(name, state),
        over: (box: Box) => drawContours(sheet.doc, box, frame, crop),
      };
    });
    sheet.pictures(row, Math.max(3, row.length));
  }
  legend(sheet);
}

/** What both frames of a view show of the heart and a border round it; the whole without labels. */
export function heartCrop({ diastole, systole }: HeartView): Crop {
  const { width, height, spacingMm } = diastole.image;
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (const labels of [diastole.labels, systole.labels]) {
    for (let n = 0; n < labels.length; n++) {
      if (labels[n] === 0) continue;
      const [i, j] = [n % width, Math.floor(n / width)];
      left = Math.min(left, i);
      right = Math.max(right, i);
      top = Math.min(top, j);
      bottom = Math.max(bottom, j);
    }
  }
  if (right < 0) return { left: 0, top: 0, width, height };
  // A square in millimetres round the middle, so that the pictures of a row are alike.
  const sideMm =
    Math.max((right - left + 1) * spacingMm[0], (bottom - top + 1) * spacingMm[1]) + 2 * BORDER_MM;
  const [i0, columns] = span((left + right) / 2, sideMm / spacingMm[0], width);
  const [j0, rows] = span((top + bottom) / 2, sideMm / spacingMm[1], height);
  return { left: i0, top: j0, width: columns, height: rows };
}

/** First pixel and count of a stretch of about `length` pixels round `middle`, inside 0 to `all`. */
function span(middle: number, length: number, all: number): [first: number, count: number] {
  const count = Math.min(all, Math.round(length));
  const first = Math.round(middle - (count - 1) / 2);
  return [Math.min(all - count, Math.max(0, first)), count];
}

function cut(image: PlaneImage, { left, top, width, height }: Crop): PlaneImage {
  const values = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    const from = (top + j) * image.width + left;
    values.set(image.values!.subarray(from, from + width), j * width);
  }
  return { ...image, width, height, values };
}

function drawContours(
  doc: PDFKit.PDFDocument,
  box: Box,
  { image, labels }: HeartFrameImage,
  crop: Crop,
): void {
  doc.save();
  doc.rect(box.x, box.y, box.width, box.height).clip();
  doc.lineWidth(0.7).lineJoin('round');
  for (const { classes, colour } of outlines) {
    for (const line of classContours(labels, [image.width, image.height], classes)) {
      trace(doc, onPaper(line, crop, box));
      doc.stroke(colour);
    }
  }
  doc.restore();
}

/** Pixel centres lie at whole numbers, so a pixel's corner is half a pixel before. */
export function onPaper(line: Polygon, crop: Crop, box: Box): Polygon {
  return line.map((value, n) =>
    n % 2 === 0
      ? box.x + ((value - crop.left + 0.5) / crop.width) * box.width
      : box.y + ((value - crop.top + 0.5) / crop.height) * box.height,
  );
}

function trace(doc: PDFKit.PDFDocument, line: Polygon): void {
  for (let n = 0; n < line.length; n += 2) {
    if (n === 0) doc.moveTo(line[0]!, line[1]!);
    else doc.lineTo(line[n]!, line[n + 1]!);
  }
  doc.closePath();
}

/** On black, as the lines are, so that pale colours can be told. */
function legend(sheet: Sheet): void {
  const { doc } = sheet;
  sheet.room(16);
  const y = doc.y;
  sheet.tagged('P', {}, () => {
    let x = MARGIN;
    for (const [n, { colour }] of outlines.entries()) {
      doc.rect(x, y, 18, 8).fill('#000000');
      doc
        .moveTo(x + 2, y + 4)
        .lineTo(x + 16, y + 4)
        .lineWidth(1.4)
        .stroke(colour);
      const words = heartText.legend[n]!;
      doc.font('regular').fontSize(7).fillColor(DIM);
      doc.text(words, x + 22, y, { lineBreak: false });
      x += 36 + doc.widthOfString(words);
    }
  });
  doc.y = y + 14;
  doc.x = MARGIN;
}
