import { computed, type ComputedRef } from 'vue';
import { useLibrary } from '../../stores/library.ts';
import { useReading } from '../../stores/reading.ts';
import { useResults } from '../../stores/results.ts';
import { canEnhance } from './scope.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';

/** What a run would take: the volume on the screen, or the input of the comparison on it. */
export function useEnhanceTarget(): ComputedRef<VolumeRecord | undefined> {
  const library = useLibrary();
  const reading = useReading();
  const results = useResults();

  return computed(() => {
    const shown = reading.shown;
    if (!reading.study || !shown || shown.kind === 'projections') return undefined;
    const id = 'resultId' in shown ? results.result(shown.resultId)?.source : shown.volumeId;
    const volume = id === undefined ? undefined : library.volume(id);
    return canEnhance(volume) ? volume : undefined;
  });
}
