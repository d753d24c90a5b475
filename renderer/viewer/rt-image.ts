import type { RtImageRecord } from '../../studies/dicom/rt/planning-records.ts';
import type { VolumeRecord } from '../../studies/library/records.ts';
import type { PaneDrawing } from './pane-layer.ts';
import { patientToCanvas, type Placement } from './placement.ts';
import { scanFrame, type PlaneFrame } from './planes.ts';
import { flatGeometry } from './projection-picture.ts';

/** Where the millimetres of an RT image hold; null: the file gives none, lengths are in pixels. */
export type ScalePlane = 'isocentre' | 'panel' | null;

export interface RtImagePlace {
  /** The picture on a plane of its own, (x, y) in millimetres from the first pixel, right and down. */
  readonly frame: PlaneFrame;
  readonly scaledAt: ScalePlane;
  /** Where the beam axis meets it, in that plane; null where the file does not say. */
  readonly axisMm: readonly [number, number] | null;
}

/** A projection's lengths hold in one plane only: that of the isocentre where it can be known. */
export function rtImagePlace(volume: VolumeRecord, image: RtImageRecord | null): RtImagePlace {
  const atIsocentre = image?.isocentreSpacingMm ?? null;
  const given = atIsocentre ?? image?.planeSpacingMm ?? null;
  const pixelMm = given ?? ([volume.spacingMm[0], volume.spacingMm[1]] as const);
  const geometry = flatGeometry(volume.dims[0], volume.dims[1], pixelMm);
  const axis = image?.axisPixel ?? null;
  return {
    frame: { ...scanFrame(volume), geometry },
    scaledAt: atIsocentre ? 'isocentre' : given ? 'panel' : null,
    axisMm: axis && [axis[0] * pixelMm[0], axis[1] * pixelMm[1]],
  };
}

/** Ticks of the axis cross; every fifth is longer. */
export const tickMm = 10;
const leastTickPx = 5;
const tickPx = { short: 4, long: 8 };
const holePx = 7;
export const axisColour = '#ff5d5d';

/** Canvas points from and to, x and y. */
type Line = readonly [number, number, number, number];

/** The lines of the beam axis' cross over the whole picture, with ticks where lengths are known. */
export function axisLines(placement: Placement, { axisMm, scaledAt }: RtImagePlace): Line[] {
  if (!axisMm) return [];
  const { dims, spacingMm } = placement.geometry;
  const [x, y] = patientToCanvas(placement, [axisMm[0], axisMm[1], 0]);
  const corner = (column: number, row: number) =>
    patientToCanvas(placement, [column * spacingMm[0], row * spacingMm[1], 0]);
  const [left, top] = corner(-0.5, -0.5);
  const [right, bottom] = corner(dims[0] - 0.5, dims[1] - 0.5);
  const lines: Line[] = [
    [left, y, Math.min(right, x - holePx), y],
    [Math.max(left, x + holePx), y, right, y],
    [x, top, x, Math.min(bottom, y - holePx)],
    [x, Math.max(top, y + holePx), x, bottom],
  ];
  const stepPx = tickMm * placement.pixelsPerMm;
  const ticks: Line[] = [];
  if (scaledAt && stepPx >= leastTickPx) {
    const reach = Math.max(x - left, right - x, y - top, bottom - y);
    for (let n = 1; n * stepPx <= reach; n++) {
      const half = n % 5 === 0 ? tickPx.long : tickPx.short;
      for (const off of [-n * stepPx, n * stepPx]) {
        if (x + off >= left && x + off <= right) ticks.push([x + off, y - half, x + off, y + half]);
        if (y + off >= top && y + off <= bottom) ticks.push([x - half, y + off, x + half, y + off]);
      }
    }
  }
  return [...lines, ...ticks].filter(([x0, y0, x1, y1]) => x1 > x0 || y1 > y0);
}

/** The cross with a ring about the axis, drawn into the picture. */
export function drawAxis(place: RtImagePlace): PaneDrawing {
  return (context, placement) => {
    const lines = axisLines(placement, place);
    if (!place.axisMm) return;
    const [x, y] = patientToCanvas(placement, [place.axisMm[0], place.axisMm[1], 0]);
    context.beginPath();
    for (const [x0, y0, x1, y1] of lines) {
      context.moveTo(x0, y0);
      context.lineTo(x1, y1);
    }
    context.moveTo(x + holePx, y);
    context.arc(x, y, holePx, 0, 2 * Math.PI);
    context.strokeStyle = 'rgb(0 0 0 / 60%)';
    context.lineWidth = 3;
    context.stroke();
    context.strokeStyle = axisColour;
    context.lineWidth = 1.25;
    context.stroke();
  };
}
