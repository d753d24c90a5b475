import { computed, type ComputedRef } from 'vue';
import { useLibrary } from '../../stores/library.ts';
import { useReading } from '../../stores/reading.ts';
import type { ProjectionsRecord } from '../../../studies/library/records.ts';

/** What a reconstruction would take: the scan on the screen, or the one its volume was made from. */
export function useScanTarget(): ComputedRef<ProjectionsRecord | undefined> {
  const library = useLibrary();
  const reading = useReading();

  return computed(() => {
    if (reading.projections) return reading.projections;
    const from = reading.volume?.projectionsId ?? null;
    return from === null ? undefined : library.projections(from);
  });
}
