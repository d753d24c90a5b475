import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { VolumeRecord } from '../../studies/library/records.ts';
import type { LpsPoint } from '../../studies/volume/geometry.ts';
import type { PlaneKind } from './planes.ts';
import { pointText, valueText } from './read-out.ts';
import type { VolumeData } from './volume-data.ts';

export interface Probe {
  plane: ShallowRef<PlaneKind | null>;
  /** Value with unit, and patient position, of what lies under the pointer. */
  lines: ComputedRef<readonly string[]>;
  set: (plane: PlaneKind, point: LpsPoint | null) => void;
}

/** The value of the voxel under the pointer: as stored, never interpolated. */
export function useProbe(
  data: () => VolumeData | null,
  record: () => VolumeRecord,
  phase: () => number = () => 0,
): Probe {
  const { t } = useI18n();
  const plane = shallowRef<PlaneKind | null>(null);
  const point = shallowRef<LpsPoint | null>(null);
  const lines = computed(() => {
    if (!point.value) return [];
    const value = data()?.valueAt(point.value, phase()) ?? null;
    const unit = t(`viewing.unit.${record().unit}`);
    return [
      value === null ? '–' : t('viewing.probe', { value: valueText(value), unit }).trim(),
      ...(record().kind === 'picture'
        ? []
        : [t('viewing.position', { position: pointText(point.value) })]),
    ];
  });
  return {
    plane,
    lines,
    set: (under, at) => {
      plane.value = under;
      point.value = at;
    },
  };
}
