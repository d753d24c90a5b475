import type { VolumeRecord } from '../../../../studies/library/records.ts';

/**
 * Whether a volume can be positioned or be positioned to: slices of one phase in HU with known lengths.
 * 'other' holds maps of a result too, and is CT only where a person says so.
 */
export function isCtLike(volume: VolumeRecord, kinds: readonly VolumeRecord['kind'][]): boolean {
  const { kind, unit, phases, calibrated, dims, voxelType } = volume;
  return (
    kinds.includes(kind) &&
    unit === 'HU' &&
    phases === 1 &&
    calibrated &&
    dims[2] > 1 &&
    voxelType !== 'rgb8'
  );
}
