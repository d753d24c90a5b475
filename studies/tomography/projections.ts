import type { CircularGeometry } from './circular-geometry.ts';

/** A measured or simulated cone-beam scan. */
export interface Projections {
  readonly geometry: CircularGeometry;
  /** Line integrals -ln(I/I0), dimensionless, [view][u][v]: the detector rows run fastest. */
  readonly lineIntegrals: Float32Array;
}

/** One view of a scan, [u][v], sharing its memory. */
export function viewOf({ geometry, lineIntegrals }: Projections, view: number): Float32Array {
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  return lineIntegrals.subarray(view * pixels, (view + 1) * pixels);
}
