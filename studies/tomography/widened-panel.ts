import type { CircularGeometry } from './circular-geometry.ts';
import type { Projections } from './projections.ts';
import { addTail } from './tail.ts';

/** Columns added to a panel on its -u and +u side. */
export interface Widening {
  readonly before: number;
  readonly after: number;
}

/** What stands in the added columns. */
export type Filling = 'zeros' | 'tail';

/** Mean line integral at a panel's edge above which the body reaches beyond it: 5 mm of water. */
const TRUNCATED = 0.1;
/** Width of the tail, as a share of the panel's. */
const TAIL_SHARE = 0.3;

/** Columns for a tail on the sides where the body reaches beyond the panel. */
export function tailColumns({ geometry, lineIntegrals }: Projections): Widening {
  const { detectorColumns: columns, detectorRows: rows, anglesDeg } = geometry;
  const edge = (column: number) => {
    let sum = 0;
    anglesDeg.forEach((_, view) => {
      const first = (view * columns + column) * rows;
      for (let v = 0; v < rows; v++) sum += lineIntegrals[first + v]!;
    });
    return sum / (rows * anglesDeg.length);
  };
  const tail = (column: number) => (edge(column) > TRUNCATED ? Math.ceil(TAIL_SHARE * columns) : 0);
  return { before: tail(0), after: tail(columns - 1) };
}

/**
 * Columns that centre a displaced panel: its filtered data spread beyond the measured edge and must be
 * back-projected from there too.
 */
export function centringColumns(geometry: CircularGeometry): Widening {
  const offsets = geometry.detectorOffsetsMm ?? [];
  const mean = offsets.reduce((sum, [u]) => sum + u, 0) / Math.max(1, offsets.length);
  const columns = Math.round((2 * Math.abs(mean)) / geometry.pixelMm[0]);
  return mean > 0 ? { before: columns, after: 0 } : { before: 0, after: columns };
}

/** The panel with the columns added; measured pixels stay where they are. */
export function widenedGeometry(
  geometry: CircularGeometry,
  { before, after }: Widening,
): CircularGeometry {
  const shift = ((after - before) / 2) * geometry.pixelMm[0];
  const offsets = geometry.anglesDeg.map((_, view) => {
    const [u, v] = geometry.detectorOffsetsMm?.[view] ?? [0, 0];
    return [u + shift, v] as const;
  });
  return {
    ...geometry,
    detectorColumns: geometry.detectorColumns + before + after,
    detectorOffsetsMm: shift === 0 ? geometry.detectorOffsetsMm : offsets,
  };
}

/** Views on the widened panel; 'tail' continues them as tail.ts says. */
export function widenedViews(
  views: Float32Array,
  geometry: CircularGeometry,
  { before, after }: Widening,
  filling: Filling,
): Float32Array {
  const { detectorColumns: columns, detectorRows: rows } = geometry;
  const wide = columns + before + after;
  const out = new Float32Array(geometry.anglesDeg.length * wide * rows);
  geometry.anglesDeg.forEach((_, view) => {
    const part = out.subarray(view * wide * rows, (view + 1) * wide * rows);
    const from = view * columns * rows;
    part.set(views.subarray(from, from + columns * rows), before * rows);
    if (filling === 'zeros') return;
    addTail(part, geometry, { edge: before, outwards: -1, length: before });
    addTail(part, geometry, { edge: before + columns - 1, outwards: 1, length: after });
  });
  return out;
}

/** Column weights on the widened panel: those of the edge columns go on. */
export function widenedWeights(
  weights: Float32Array,
  columns: number,
  { before, after }: Widening,
): Float32Array {
  const wide = columns + before + after;
  const views = weights.length / columns;
  const out = new Float32Array(views * wide);
  for (let view = 0; view < views; view++)
    for (let u = 0; u < wide; u++) {
      const source = Math.max(0, Math.min(columns - 1, u - before));
      out[view * wide + u] = weights[view * columns + source]!;
    }
  return out;
}
