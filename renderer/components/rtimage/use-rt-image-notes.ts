import { computed, watch, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { StudyRecord } from '../../../studies/library/records.ts';
import { usePlanning } from '../../stores/planning.ts';

/** What tells a study's RT images apart on their cards: label and gantry angle, by volume. */
export function useRtImageNotes(
  study: () => StudyRecord,
): ComputedRef<ReadonlyMap<string, string>> {
  const { t } = useI18n();
  const planning = usePlanning();
  const any = computed(() => study().series.some(({ modality }) => modality === 'RTIMAGE'));
  watch(
    () => (any.value ? study().uid : null),
    (uid) => uid !== null && planning.need(uid),
    { immediate: true },
  );
  return computed(() => {
    const images = any.value ? (planning.found.get(study().uid)?.rtImages ?? []) : [];
    return new Map(
      images.flatMap(({ volumeId, record: { label, gantryDeg } }) => {
        const gantry =
          gantryDeg === null
            ? ''
            : t('rtimage.cardGantry', { angle: Number(gantryDeg.toFixed(1)) });
        const note = [label, gantry].filter(Boolean).join(' · ');
        return volumeId === null || note === '' ? [] : [[volumeId, note] as const];
      }),
    );
  });
}
