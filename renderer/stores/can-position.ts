import type { VolumeRecord } from '../../studies/library/records.ts';

/** Whether a volume may be a scan to position or a planning CT: still, in HU, with true lengths. */
export function canPosition({ kind, unit, phases, calibrated }: VolumeRecord): boolean {
  return (kind === 'ct' || kind === 'cbct') && unit === 'HU' && phases === 1 && calibrated;
}
