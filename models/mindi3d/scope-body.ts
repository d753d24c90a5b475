import type { VolumeRecord } from '../../studies/library/records.ts';
import { warning, type Warning } from '../../studies/messages/sparrow-error.ts';
import { outsideFieldOfView } from './field-of-view.ts';

/** Above this a voxel is body rather than streaked air. */
const bodyHu = -400;
/** Share of the edge of the field that may be body: a table top crosses it, percent. */
const tablePercent = 10;

/**
 * Whether the picture itself says that the body goes on beyond the field of view, for volumes whose
 * projections are not at hand; and whether it is no FDK at all.
 */
export function bodyWarnings(
  volume: Pick<VolumeRecord, 'dims' | 'reconstruction'>,
  hu: Int16Array,
  { truncation }: { truncation: boolean },
): Warning[] {
  const found: Warning[] = [];
  if ((volume.reconstruction?.method ?? 'fdk') !== 'fdk') found.push(warning('model/not-fdk'));
  if (!truncation) return found;
  const percent = Math.round(bodyAtEdgePercent(hu, volume.dims));
  if (percent > tablePercent) found.push(warning('model/truncated', { percent }));
  return found;
}

/** Share of the outermost voxels of the field of view, over all slices, that are body, percent. */
export function bodyAtEdgePercent(hu: Int16Array, dims: readonly [number, number, number]): number {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const outside = outsideFieldOfView(hu, dims);
  const isOutside = (i: number, j: number) =>
    i < 0 || j < 0 || i >= columns || j >= rows || outside?.[j * columns + i] === 1;
  let body = 0;
  let edge = 0;
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      if (isOutside(i, j)) continue;
      const inner = [
        isOutside(i - 1, j),
        isOutside(i + 1, j),
        isOutside(i, j - 1),
        isOutside(i, j + 1),
      ];
      if (!inner.includes(true)) continue;
      for (let k = 0; k < slices; k++) {
        edge++;
        if (hu[k * plane + j * columns + i]! > bodyHu) body++;
      }
    }
  }
  return edge === 0 ? 0 : (100 * body) / edge;
}
