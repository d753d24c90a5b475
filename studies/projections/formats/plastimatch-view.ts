import { SparrowError } from '../../messages/sparrow-error.ts';
import { dot, type LpsPoint } from '../../volume/geometry.ts';
import { cameraOf } from './projection-matrix.ts';
import type { OrbitView } from './orbit.ts';

/** One view of plastimatch as its .txt describes it. */
export interface PlastimatchView {
  readonly view: OrbitView;
  readonly pixelMm: readonly [u: number, v: number];
  readonly firstRow: 'feet' | 'head';
  readonly isocentreMm: LpsPoint;
}

/** Cosine of the angle up to which an axis counts as along another: 0.06 degrees. */
const along = 1 - 5e-7;

/**
 * Reads plastimatch's description of a view: the picture's middle (column and row), the 3x4 matrix
 * from LPS millimetres to pixels from that middle, source-to-axis and source-to-image distance.
 * Throws SparrowError 'projections/not-geometry' or 'projections/not-upright'.
 */
export function readPlastimatchView(
  file: string,
  text: string,
  columns: number,
  rows: number,
): PlastimatchView {
  const numbers = text
    .split(/[a-z]{3,}/i)[0]!
    .trim()
    .split(/\s+/)
    .map(Number);
  if (numbers.length < 16 || !numbers.every(Number.isFinite)) {
    const reason = 'a middle, a matrix and two distances are expected';
    throw new SparrowError('projections/not-geometry', { file, reason });
  }
  const [middleColumn, middleRow] = numbers as [number, number];
  const [sourceAxisMm, sourceDetectorMm] = [numbers[14]!, numbers[15]!];
  const camera = cameraOf(numbers.slice(2, 14));
  if (!camera) {
    throw new SparrowError('projections/not-geometry', { file, reason: 'its matrix is singular' });
  }
  const { source, forward, columnAxis, rowAxis } = camera;
  const angle = Math.atan2(columnAxis[1], columnAxis[0]);
  const upright =
    Math.abs(rowAxis[2]) > along &&
    dot(forward, [-Math.sin(angle), Math.cos(angle), 0]) > along &&
    Math.abs(columnAxis[2]) < Math.sqrt(2 * (1 - along));
  if (!upright) throw new SparrowError('projections/not-upright', { file });
  const pixelMm = [sourceDetectorMm / camera.focal[0], sourceDetectorMm / camera.focal[1]] as const;
  const firstRow = rowAxis[2] > 0 ? 'feet' : 'head';
  const offU = (columns - 1) / 2 - middleColumn - camera.principal[0];
  const offV = (rows - 1) / 2 - middleRow - camera.principal[1];
  return {
    view: {
      angleDeg: tidy((angle * 180) / Math.PI),
      sourceAxisMm,
      sourceDetectorMm,
      detectorOffsetMm: [
        tidy(offU * pixelMm[0]),
        tidy(offV * pixelMm[1] * (firstRow === 'feet' ? 1 : -1)),
      ],
      sourceOffsetMm: [0, 0],
    },
    pixelMm: [tidy(pixelMm[0]), tidy(pixelMm[1])],
    firstRow,
    isocentreMm: source.map((c, n) => tidy(c + sourceAxisMm * forward[n]!)) as unknown as LpsPoint,
  };
}

/** The text has nine digits and single-precision noise: a hundred-thousandth is all it says. */
const tidy = (value: number) => Math.round(value * 1e5) / 1e5 + 0;
