import type { HeartSegment } from '../library/heart-records.ts';
import { heartText } from './heart-text.ts';
import { DIM, INK, type Box } from './sheet.ts';

/** Pale to dark blue: more is darker, on paper and for the colour-blind. */
const PALE = [236, 244, 250] as const;
const DARK = [33, 91, 166] as const;
const EMPTY = '#f2f2f2';

/** A segment's place: ring radii as shares of the whole, angles counter-clockwise from the right. */
interface Sector {
  readonly inner: number;
  readonly outer: number;
  readonly fromDeg: number;
  readonly toDeg: number;
}

/**
 * Where an AHA segment lies (Cerqueira 2002): anterior above, septum left; base outside. Six of 60
 * degrees at base and middle, four of 90 at the apex.
 */
export function sectorOf(segment: number): Sector {
  if (segment >= 13) {
    const fromDeg = 45 + 90 * (segment - 13);
    return { inner: 0.15, outer: 0.42, fromDeg, toDeg: fromDeg + 90 };
  }
  const basal = segment <= 6;
  const fromDeg = 60 + 60 * ((segment - 1) % 6);
  const [inner, outer] = basal ? [0.71, 1] : [0.42, 0.71];
  return { inner, outer, fromDeg, toDeg: fromDeg + 60 };
}

/** A number for each segment as a bull's-eye; segments without one stay grey. */
export function drawBullsEye(
  doc: PDFKit.PDFDocument,
  { x, y, width, height }: Box,
  plot: {
    title: string;
    segments: readonly HeartSegment[];
    value: (segment: HeartSegment) => number | null;
    digits: number;
  },
): void {
  const radius = Math.min(width, height - 14) / 2;
  const centre = { x: x + width / 2, y: y + 14 + radius };
  doc.font('bold').fontSize(8).fillColor(DIM);
  doc.text(plot.title, x, y, { width, align: 'center', lineBreak: false });
  const values = plot.segments.map(plot.value).filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  for (let number = 1; number <= 16; number++) {
    const segment = plot.segments.find((one) => one.segment === number);
    const value = segment ? plot.value(segment) : null;
    const share = value === null ? 0 : (value - low) / Math.max(1e-9, high - low);
    const sector = sectorOf(number);
    outline(doc, centre, radius, sector);
    doc.fillAndStroke(value === null ? EMPTY : mixed(share), '#ffffff');
    const middle = (((sector.fromDeg + sector.toDeg) / 2) * Math.PI) / 180;
    const out = (radius * (sector.inner + sector.outer)) / 2;
    doc
      .font('regular')
      .fontSize(7.5)
      .fillColor(share > 0.55 ? '#ffffff' : INK);
    doc.text(
      value === null ? heartText.absent : value.toFixed(plot.digits),
      centre.x + out * Math.cos(middle) - 15,
      centre.y - out * Math.sin(middle) - 4.5,
      { width: 30, align: 'center', lineBreak: false },
    );
  }
  doc.circle(centre.x, centre.y, radius * 0.15).fill(EMPTY);
  doc.font('regular').fontSize(6.5).fillColor(DIM);
  doc.text(heartText.apex, centre.x - 15, centre.y - 4, {
    width: 30,
    align: 'center',
    lineBreak: false,
  });
}

function outline(
  doc: PDFKit.PDFDocument,
  centre: { x: number; y: number },
  radius: number,
  { inner, outer, fromDeg, toDeg }: Sector,
): void {
  const at = (share: number, deg: number) => {
    const angle = (deg * Math.PI) / 180;
    return [
      centre.x + radius * share * Math.cos(angle),
      centre.y - radius * share * Math.sin(angle),
    ] as const;
  };
  const steps = Array.from({ length: 13 }, (_, n) => fromDeg + ((toDeg - fromDeg) * n) / 12);
  const points = [
    ...steps.map((deg) => at(outer, deg)),
    ...steps.toReversed().map((deg) => at(inner, deg)),
  ];
  doc.lineWidth(1);
  for (const [n, [px, py]] of points.entries()) {
    if (n === 0) doc.moveTo(px, py);
    else doc.lineTo(px, py);
  }
  doc.closePath();
}

function mixed(share: number): [number, number, number] {
  const mix = (c: 0 | 1 | 2) => Math.round(PALE[c] + (DARK[c] - PALE[c]) * share);
  return [mix(0), mix(1), mix(2)];
}
