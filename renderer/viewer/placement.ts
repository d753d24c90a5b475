import {
  patientToVoxel,
  voxelToPatient,
  type LpsPoint,
  type VolumeGeometry,
} from '../../studies/volume/geometry.ts';
import type { SampleGrid } from './sampling.ts';

/** What the reader chose: zoom 1 fits the whole picture; pan in millimetres right and down. */
export interface ViewShift {
  readonly zoom: number;
  readonly panMm: readonly [right: number, down: number];
}

export const restingShift: ViewShift = { zoom: 1, panMm: [0, 0] };

/** Where a plane's picture lies on a canvas. Canvas points are in CSS pixels from the top left. */
export interface Placement {
  readonly geometry: VolumeGeometry;
  readonly pixelsPerMm: number;
  /** Canvas point of the centre of picture element (0, 0). */
  readonly originPx: readonly [number, number];
}

/** Share of the canvas that the picture may fill at zoom 1. */
const fill = 0.98;

export function place(
  geometry: VolumeGeometry,
  width: number,
  height: number,
  shift: ViewShift,
): Placement {
  const [columnMm, rowMm] = geometry.spacingMm;
  const widthMm = geometry.dims[0] * columnMm;
  const heightMm = geometry.dims[1] * rowMm;
  const pixelsPerMm = Math.min(width / widthMm, height / heightMm) * fill * shift.zoom;
  return {
    geometry,
    pixelsPerMm,
    originPx: [
      width / 2 + (shift.panMm[0] - widthMm / 2 + columnMm / 2) * pixelsPerMm,
      height / 2 + (shift.panMm[1] - heightMm / 2 + rowMm / 2) * pixelsPerMm,
    ],
  };
}

/** How the painter samples the slice, for a canvas with `ratio` device pixels a CSS pixel. */
export function sampleGrid(placement: Placement, ratio: number): SampleGrid {
  const { geometry, pixelsPerMm, originPx } = placement;
  const columnPx = geometry.spacingMm[0] * pixelsPerMm;
  const rowPx = geometry.spacingMm[1] * pixelsPerMm;
  return {
    stepColumn: 1 / (columnPx * ratio),
    startColumn: (0.5 / ratio - originPx[0]) / columnPx,
    stepRow: 1 / (rowPx * ratio),
    startRow: (0.5 / ratio - originPx[1]) / rowPx,
  };
}

export function canvasToPatient(
  placement: Placement,
  index: number,
  x: number,
  y: number,
): LpsPoint {
  const { geometry, pixelsPerMm, originPx } = placement;
  return voxelToPatient(geometry, [
    (x - originPx[0]) / (geometry.spacingMm[0] * pixelsPerMm),
    (y - originPx[1]) / (geometry.spacingMm[1] * pixelsPerMm),
    index,
  ]);
}

export function patientToCanvas(placement: Placement, point: LpsPoint): [x: number, y: number] {
  const { geometry, pixelsPerMm, originPx } = placement;
  const [column, row] = patientToVoxel(geometry, point);
  return [
    originPx[0] + column * geometry.spacingMm[0] * pixelsPerMm,
    originPx[1] + row * geometry.spacingMm[1] * pixelsPerMm,
  ];
}

/** Number of the slice nearest to a patient point, kept within the stack. */
export function sliceOf(geometry: VolumeGeometry, point: LpsPoint): number {
  const slice = Math.round(patientToVoxel(geometry, point)[2]);
  return Math.min(Math.max(slice, 0), geometry.dims[2] - 1);
}

/** The point moved through the stack to the centre of slice `index`, in-plane place kept. */
export function pointInSlice(geometry: VolumeGeometry, point: LpsPoint, index: number): LpsPoint {
  const [column, row] = patientToVoxel(geometry, point);
  const within = Math.min(Math.max(index, 0), geometry.dims[2] - 1);
  return voxelToPatient(geometry, [column, row, within]);
}

/** Zoom by `factor` so that what lies under canvas point (x, y) stays there. */
export function zoomedAbout(
  shift: ViewShift,
  factor: number,
  fromCentrePx: readonly [number, number],
  pixelsPerMm: number,
): ViewShift {
  const zoom = Math.min(Math.max(shift.zoom * factor, 0.25), 40);
  const change = zoom / shift.zoom;
  const keep = (panMm: number, px: number) => panMm + (px / pixelsPerMm) * (1 / change - 1);
  return {
    zoom,
    panMm: [keep(shift.panMm[0], fromCentrePx[0]), keep(shift.panMm[1], fromCentrePx[1])],
  };
}
