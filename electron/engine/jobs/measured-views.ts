import type { Library } from '../../../studies/library/library.ts';
import type { ProjectionsRecord, VolumeRecord } from '../../../studies/library/records.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { CircularGeometry } from '../../../studies/tomography/circular-geometry.ts';
import type { Projections } from '../../../studies/tomography/projections.ts';
import { pickViews } from '../../../studies/tomography/view-frame.ts';
import { geometryOf } from './scans/scan-records.ts';

/** The views that a volume in the library was reconstructed from. */
export interface MeasuredViews {
  readonly record: ProjectionsRecord;
  /** Of `usedViews` only. */
  readonly geometry: CircularGeometry;
  /** Which of the record's views; null for all. */
  readonly usedViews: readonly number[] | null;
}

const alongPatient = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const rounding = 1e-4;

/**
 * The projections behind a volume, or null: it was not reconstructed here, they have gone, or its
 * axes are not those of the patient.
 */
export function measuredViews(library: Library, volume: VolumeRecord): MeasuredViews | null {
  if (volume.projectionsId === null || !liesStraight(volume)) return null;
  const record = found(library, volume.projectionsId);
  if (record === null) return null;
  const usedViews = volume.reconstruction?.usedViews ?? null;
  const whole = geometryOf(record);
  const geometry = usedViews === null ? whole : pickViews(whole, usedViews);
  return { record, geometry, usedViews };
}

/** Their line integrals; throws `library/projections-missing` when the file is gone. */
export async function readMeasured(
  library: Library,
  { record, geometry, usedViews }: MeasuredViews,
): Promise<Projections> {
  const lineIntegrals = await library.projections.readViews(record.id, usedViews ?? undefined);
  return { geometry, lineIntegrals };
}

function found(library: Library, id: string): ProjectionsRecord | null {
  try {
    return library.projections.get(id);
  } catch (error) {
    if (error instanceof SparrowError && error.code === 'library/not-found') return null;
    throw error;
  }
}

function liesStraight({ axes }: VolumeRecord): boolean {
  return axes.flat().every((value, n) => Math.abs(value - alongPatient[n]!) < rounding);
}
