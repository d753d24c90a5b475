import type { ReconstructParams } from '../../../../studies/library/records.ts';
import {
  fieldOfViewRadiusMm,
  type AttenuationGrid,
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

/**
 * The grid that an iterative method works on: voxels are added all around until every ray of the
 * scan has all its body in the grid. Without them what lies beyond is smeared into what lies within.
 * `inner` is where the wanted grid begins in it.
 */
export function enclosingFrame(
  frame: GridFrame,
  geometry: CircularGeometry,
): { frame: GridFrame; inner: readonly [x: number, y: number, z: number] } {
  const { sourceAxisMm, sourceDetectorMm, detectorRows, pixelMm, isocentreMm } = geometry;
  const { radiusMm } = fieldOfView(geometry);
  const halfHeightMm =
    (0.5 * detectorRows * pixelMm[1] * (sourceAxisMm + radiusMm)) / sourceDetectorMm;
  const halfMm = [radiusMm, radiusMm, halfHeightMm] as const;
  const grown = ([0, 1, 2] as const).map((axis) => {
    const { counts, spacingMm, originMm } = frame;
    const first = originMm[axis] - isocentreMm[axis] - spacingMm[axis] / 2;
    const last = first + counts[axis] * spacingMm[axis];
    const room = (mm: number) => Math.max(0, Math.ceil(mm / spacingMm[axis] - 1e-6));
    const before = room(first + halfMm[axis]);
    return {
      before,
      count: counts[axis] + before + room(halfMm[axis] - last),
      originMm: originMm[axis] - before * spacingMm[axis],
    };
  }) as [Grown, Grown, Grown];
  const [x, y, z] = grown;
  return {
    frame: {
      counts: [x.count, y.count, z.count],
      spacingMm: frame.spacingMm,
      originMm: [x.originMm, y.originMm, z.originMm],
    },
    inner: [x.before, y.before, z.before],
  };
}

interface Grown {
  before: number;
  count: number;
  originMm: number;
}

/** The part of a grid that begins at `inner` and lies where `frame` says. */
export function innerPart(
  grid: AttenuationGrid,
  inner: readonly [x: number, y: number, z: number],
  frame: GridFrame,
): AttenuationGrid {
  const [nx, ny, nz] = frame.counts;
  const mu = new Float32Array(nx * ny * nz);
  for (let x = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      const from = ((x + inner[0]) * grid.counts[1] + y + inner[1]) * grid.counts[2] + inner[2];
      mu.set(grid.mu.subarray(from, from + nz), (x * ny + y) * nz);
    }
  }
  return { ...frame, mu };
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
