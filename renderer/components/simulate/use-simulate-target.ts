import { computed, type ComputedRef } from 'vue';
import { useReading } from '../../stores/reading.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';

/** A single volume in HU with true lengths, which no model made. */
export function canSimulate(volume: VolumeRecord | undefined): volume is VolumeRecord {
  if (!volume) return false;
  const { kind, unit, phases, resultId, calibrated } = volume;
  const scanned =
    (kind === 'ct' || kind === 'cbct' || kind === 'other') && unit === 'HU' && phases === 1;
  return scanned && calibrated && resultId === null;
}

/** The volume on the screen, if a scan of it can be simulated. */
export function useSimulateTarget(): ComputedRef<VolumeRecord | undefined> {
  const reading = useReading();
  return computed(() => (canSimulate(reading.volume) ? reading.volume : undefined));
}
