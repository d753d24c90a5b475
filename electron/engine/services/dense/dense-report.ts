import { slicePlanes } from '../../../../studies/cardiac/dense/slice-planes.ts';
import type { DenseResult } from '../../../../studies/library/dense-records.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { ReportDense } from '../../../../studies/report/dense-part.ts';
import { extractPlane } from '../../../../studies/volume/plane.ts';
import type { Models } from '../models.ts';
import type { VolumesService } from '../services.ts';

/** At most so many made planes between the two measured ones in the picture row. */
const shownMade = 2;

/** A dense heart as a report shows it: from the slice in its middle to the next one. */
export async function denseForReport(
  { library, volumes, models }: { library: Library; volumes: VolumesService; models: Models },
  record: DenseResult,
): Promise<ReportDense> {
  const card = (await models.list()).find(({ id }) => id === record.model);
  const { id } = library.volumes.get(record.volumeId);
  const grid = await volumes.grid(id, record.edPhase);
  return {
    record,
    planes: shownPlanes(record).map((plane) => ({
      plane,
      image: extractPlane(grid, 0, { plane: 'acquired', slice: plane }),
    })),
    modelTitle: card?.title ?? record.model,
    modelStatement: card?.statement ?? '',
    modelLimits: card?.limits ?? [],
  };
}

/** Places of the planes in the row. */
export function shownPlanes(dense: Pick<DenseResult, 'planes' | 'slices' | 'grid'>): number[] {
  const bySlice = slicePlanes(dense);
  const at = Math.max(0, Math.floor((bySlice.length - 1) / 2));
  const [first, last] = [bySlice[at] ?? 0, bySlice[at + 1] ?? dense.planes.length - 1];
  const between = last - first;
  const made = Math.min(shownMade, Math.max(0, between - 1));
  const steps = Array.from({ length: made }, (_, n) =>
    Math.round(first + ((n + 1) * between) / (made + 1)),
  );
  return [...new Set([first, ...steps, last])];
}
