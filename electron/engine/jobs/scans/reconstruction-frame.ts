import type { ReconstructParams } from '../../../../studies/library/records.ts';
import {
  fieldOfViewRadiusMm,
  type CircularGeometry,
  type GridFrame,
} from '../../../../studies/tomography/circular-geometry.ts';
import { centredGrid } from '../../../../studies/tomography/simulation/scan-plan.ts';

/** Voxels across a grid of Sparrow's own choice, at most. */
const MOST_COLUMNS = 256;
/** The network halves its grid three times: sizes of our own choice are whole multiples of this. */
const MULTIPLE = 8;

type Wanted = Pick<ReconstructParams, 'dims' | 'spacingMm'>;

/**
 * The grid of a reconstruction, its middle on the isocentre: as asked for, else the cylinder that
 * every view sees, with voxels as fine as the detector's pixels at the axis but no more than 256
 * across.
 */
export function reconstructionFrame(geometry: CircularGeometry, wanted: Wanted = {}): GridFrame {
  const { isocentreMm } = geometry;
  const field = fieldOfView(geometry);
  const pixelAtAxis = (geometry.pixelMm[0] * geometry.sourceAxisMm) / geometry.sourceDetectorMm;
  const across = wanted.dims ? Math.max(wanted.dims[0], wanted.dims[1]) : MOST_COLUMNS;
  const coarsest = (2 * field.radiusMm) / across;
  const spacing = wanted.spacingMm ?? (wanted.dims ? coarsest : Math.max(pixelAtAxis, coarsest));
  const covering = (lengthMm: number) =>
    Math.max(MULTIPLE, Math.ceil(lengthMm / spacing / MULTIPLE - 1e-6) * MULTIPLE);
  const columns = covering(2 * field.radiusMm);
  return centredGrid(
    wanted.dims ?? [columns, columns, covering(field.lengthMm)],
    spacing,
    isocentreMm,
  );
}

/** The cylinder about the axis that the scan covers; a displaced detector covers it over a full turn. */
function fieldOfView(geometry: CircularGeometry): { radiusMm: number; lengthMm: number } {
  const { sourceAxisMm, sourceDetectorMm, detectorColumns, detectorRows, pixelMm } = geometry;
  const shift = Math.abs(geometry.detectorOffsetsMm?.[0]?.[0] ?? 0);
  const wide = { ...geometry, detectorColumns: detectorColumns + (2 * shift) / pixelMm[0] };
  const radiusMm = fieldOfViewRadiusMm(wide);
  const heightMm = detectorRows * pixelMm[1];
  return { radiusMm, lengthMm: (heightMm * (sourceAxisMm - radiusMm)) / sourceDetectorMm };
}
