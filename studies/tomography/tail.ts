import { WATER_MU_PER_MM, type CircularGeometry } from './circular-geometry.ts';

export interface Tail {
  /** The last measured column on this side. */
  readonly edge: number;
  readonly outwards: 1 | -1;
  /** Columns to fill beyond it. */
  readonly length: number;
}

/** The slope at the edge is taken over this share of the columns. */
const SLOPE_SHARE = 0.03;

/**
 * Continues one view [u][v] beyond the panel as a water cylinder that meets the measured rows with
 * their value and slope (Hsieh et al., Med Phys 31:2385, 2004), falling to zero by the last column, so
 * that the ramp filter meets no step at the panel's edge.
 */
export function addTail(view: Float32Array, geometry: CircularGeometry, tail: Tail): void {
  const { detectorRows: rows, detectorColumns, pixelMm } = geometry;
  const { edge, outwards, length } = tail;
  if (length === 0) return;
  // Lengths and attenuation as they are at the axis.
  const pitchMm = (pixelMm[0] * geometry.sourceAxisMm) / geometry.sourceDetectorMm;
  const inner = Math.max(2, Math.round(SLOPE_SHARE * detectorColumns));
  for (let v = 0; v < rows; v++) {
    const at = (column: number) => view[column * rows + v]!;
    let value = 0;
    for (let n = 0; n < inner; n++) value += at(edge - outwards * n) / inner;
    const further = at(edge - outwards * (2 * inner - 1)) + at(edge - outwards * 2 * inner);
    const slope = (value - further / 2) / (1.5 * inner * pitchMm);
    if (value <= 0) continue;
    const half = value / (2 * WATER_MU_PER_MM);
    // A body that still widens at the edge has its middle there at the nearest.
    const off = Math.max(0, (-value * slope) / (4 * WATER_MU_PER_MM ** 2));
    const radius2 = off * off + half * half;
    for (let n = 1; n <= length; n++) {
      const x = off + n * pitchMm;
      if (x * x >= radius2) break;
      const fall = Math.cos((Math.PI / 2) * (n / (length + 1))) ** 2;
      const chord = 2 * WATER_MU_PER_MM * Math.sqrt(radius2 - x * x);
      view[(edge + outwards * n) * rows + v] = chord * fall;
    }
  }
}
