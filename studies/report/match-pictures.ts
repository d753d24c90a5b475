import type { Matrix } from '../dicom/rt/rigid-matrix.ts';
import { suggestWindow } from '../volume/histogram.ts';
import type { LpsPoint } from '../volume/geometry.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import type { MatchReportInput, MatchStructure } from './match-input.ts';
import { matchText } from './match-text.ts';
import {
  asSetUp,
  extentOf,
  linesIn,
  matchPlanes,
  overlay,
  placeIn,
  viewThrough,
  type View,
} from './match-views.ts';
import type { GreyWindow } from './pictures.ts';
import { DIM, MARGIN, type Box, type Sheet } from './sheet.ts';

/** Two rows, their captions and all the words go on one page. */
const TALLEST = 104;

/** Bone, soft tissue and the body's edge all tell in one picture. */
const WINDOW: GreyWindow = { centre: 100, width: 1000 };

export const PLANNING = '#c060c0';
export const SCAN = '#2fa84f';
const CROSS = '#ffd54a';

/** Planning CT and scan over each other through the isocentre: as set up, and below it as matched. */
export function matchPictures(sheet: Sheet, input: MatchReportInput): void {
  const { record, fixed, moving, structures } = input;
  const { planIsocentreMm } = record.frame;
  const before = asSetUp(record.frame);
  const after = record.matrix;
  const extent = extentOf(moving.grid.geometry, [after ?? before], planIsocentreMm);
  const rows: [string, Matrix][] = [[matchText.before, before]];
  if (after !== null) rows.push([record.credible ? matchText.after : matchText.asTried, after]);
  const [a, b] = [
    { grid: fixed.grid, window: windowOf(fixed.grid) },
    { grid: moving.grid, window: windowLike(moving.grid, fixed.grid) },
  ];
  const drawn = matchPlanes.map((plane) => {
    const view = viewThrough(plane, planIsocentreMm, extent);
    const sliceMm = fixed.grid.geometry.spacingMm[2];
    const lines = structures.map((one) => linesIn(view, one, planIsocentreMm, sliceMm));
    const over = (box: Box) => {
      drawLines(sheet.doc, box, view, structures, lines);
      drawCross(sheet.doc, box, view, planIsocentreMm);
    };
    return { plane, view, over };
  });
  key(sheet, structures);
  for (const [when, matrix] of rows) {
    const row = drawn.map(({ plane, view, over }) => ({
      picture: overlay(view, a, b, matrix),
      caption: matchText.caption(plane, when),
      alt: matchText.pictureAlt(plane, when),
      over,
    }));
    sheet.pictures(row, 3, false, TALLEST);
  }
}

function windowOf(grid: VoxelGrid): GreyWindow {
  return grid.unit === 'HU' ? WINDOW : suggestWindow(grid);
}

/** Cone-beam HU are often off by a hundred: the scan's body is shown as grey as the planning CT's. */
export function windowLike(grid: VoxelGrid, like: VoxelGrid): GreyWindow {
  const { centre, width } = windowOf(grid);
  if (grid.unit !== 'HU' || like.unit !== 'HU') return { centre, width };
  const off = middleOfBody(grid) - middleOfBody(like);
  return { centre: Number.isFinite(off) ? centre + off : centre, width };
}

/** Median HU of what is no air. */
function middleOfBody({ voxels, rescaleSlope, rescaleIntercept }: VoxelGrid): number {
  // No multiple of a usual row length, so that not only some columns are looked at.
  const step = 2 * Math.floor(voxels.length / 200_000) + 1;
  const body: number[] = [];
  for (let n = 0; n < voxels.length; n += step) {
    const hu = voxels[n]! * rescaleSlope + rescaleIntercept;
    if (hu > -500) body.push(hu);
  }
  return body.sort((a, b) => a - b)[body.length >> 1] ?? NaN;
}

function drawLines(
  doc: PDFKit.PDFDocument,
  box: Box,
  view: View,
  structures: readonly MatchStructure[],
  lines: readonly ReturnType<typeof linesIn>[],
): void {
  doc.save();
  doc.rect(box.x, box.y, box.width, box.height).clip();
  doc.lineWidth(0.6).lineJoin('round');
  for (const [n, { colour }] of structures.entries()) {
    for (const { points, closed } of lines[n]!) {
      for (const [m, point] of points.entries()) {
        const [x, y] = onPaper(view, box, point);
        if (m === 0) doc.moveTo(x, y);
        else doc.lineTo(x, y);
      }
      if (closed) doc.closePath();
      doc.stroke(hex(colour));
    }
  }
  doc.restore();
}

/** Open in its middle, so that what lies there can be seen. */
function drawCross(doc: PDFKit.PDFDocument, box: Box, view: View, isocentreMm: LpsPoint): void {
  const [x, y] = onPaper(view, box, isocentreMm);
  doc.lineWidth(0.7);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    doc.moveTo(x + 3 * dx, y + 3 * dy).lineTo(x + 9 * dx, y + 9 * dy);
  }
  doc.stroke(CROSS);
}

function onPaper(view: View, box: Box, point: LpsPoint): [number, number] {
  const [across, down] = placeIn(view, point);
  return [box.x + across * box.width, box.y + down * box.height];
}

const hex = (colour: MatchStructure['colour']) =>
  `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

/** Which colour is what. */
function key(sheet: Sheet, structures: readonly MatchStructure[]): void {
  const { doc } = sheet;
  const patches: { colour: string; words: string }[] = [
    { colour: PLANNING, words: matchText.planningKey },
    { colour: SCAN, words: matchText.scanKey },
    { colour: CROSS, words: matchText.isocentre },
    ...structures.map(({ colour, name }) => ({ colour: hex(colour), words: name })),
  ];
  const start = doc.y;
  sheet.tagged('P', {}, () => {
    let [x, y] = [MARGIN, start];
    for (const { colour, words } of patches) {
      doc.font('regular').fontSize(7);
      const wide = 12 + doc.widthOfString(words) + 10;
      if (x > MARGIN && x + wide > MARGIN + sheet.width) [x, y] = [MARGIN, y + 10];
      doc.rect(x, y + 1, 8, 6).fill(colour);
      doc.fillColor(DIM).text(words, x + 12, y, { lineBreak: false });
      x += wide;
    }
    doc.y = y + 12;
  });
  doc.x = MARGIN;
}
