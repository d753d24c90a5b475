import { warning, type Warning } from '../../messages/sparrow-error.ts';
import { viewOf, type Projections } from '../../tomography/projections.ts';

/** Line integrals at the edge above this share of the view's highest mean the object goes on. */
const edgeShare = 0.15;
/** Below this an edge is air, whatever the view's highest. */
const leastEdge = 0.15;
/** A panel shifted by more than this share of its width is a half fan, with one outer edge. */
const halfFanShare = 0.1;

/** Says in how many views the object reaches beyond the sides of the detector. */
export function objectTruncation(projections: Projections): Warning[] {
  const { detectorColumns: us, pixelMm, anglesDeg, detectorOffsetsMm } = projections.geometry;
  let cut = 0;
  for (let view = 0; view < anglesDeg.length; view++) {
    const profile = middleProfile(viewOf(projections, view), us);
    const limit = Math.max(leastEdge, edgeShare * Math.max(...profile));
    const shift = (detectorOffsetsMm?.[view]?.[0] ?? 0) / (us * pixelMm[0]);
    const low = shift <= halfFanShare && profile[0]! > limit;
    const high = shift >= -halfFanShare && profile[us - 1]! > limit;
    if (low || high) cut++;
  }
  const percent = Math.round((100 * cut) / anglesDeg.length);
  return percent > 0 ? [warning('projections/object-truncated', { percent })] : [];
}

/** Mean over the middle half of the rows, for every column. */
function middleProfile(view: Float32Array, us: number): number[] {
  const vs = view.length / us;
  const [from, to] = [Math.floor(vs / 4), Math.ceil((3 * vs) / 4)];
  return Array.from({ length: us }, (_, u) => {
    let sum = 0;
    for (let v = from; v < to; v++) sum += view[u * vs + v]!;
    return sum / (to - from);
  });
}
