import { computed, watch, type ComputedRef, type WritableComputedRef } from 'vue';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { usePlanning } from '../../stores/planning.ts';
import { useStructureChoices } from '../../stores/structure-choices.ts';
import { structuresOff, type StructureChoice } from '../../viewer/structures/structure-choice.ts';
import {
  canHaveStructures,
  structureOffers,
  type StructureOffer,
} from '../../viewer/structures/structure-sets.ts';

/** The structure sets that may be drawn over the volume on the screen, and how they are looked at. */
export function useStructureOffers(volume: () => VolumeRecord | undefined): {
  offers: ComputedRef<readonly StructureOffer[]>;
  choice: WritableComputedRef<StructureChoice>;
  /** Why they could not be read. */
  failure: ComputedRef<unknown>;
  again: () => void;
} {
  const planning = usePlanning();
  const choices = useStructureChoices();
  const placed = computed(() => {
    const now = volume();
    return now && canHaveStructures(now) ? now : null;
  });
  watch(
    () => placed.value?.studyUid,
    (uid) => uid !== undefined && planning.need(uid),
    { immediate: true },
  );
  return {
    offers: computed(() => {
      const found = placed.value && planning.found.get(placed.value.studyUid);
      return placed.value && found ? structureOffers(placed.value, found) : [];
    }),
    choice: computed({
      get: () => (placed.value ? choices.of(placed.value.id) : structuresOff),
      set: (next) => placed.value && choices.set(placed.value.id, next),
    }),
    failure: computed(() =>
      placed.value ? (planning.failures.get(placed.value.studyUid) ?? null) : null,
    ),
    again: () => placed.value && void planning.load(placed.value.studyUid),
  };
}
