import { computed, type ComputedRef } from 'vue';
import type { StructureRecord } from '../../../studies/dicom/rt/planning-records.ts';
import { call } from '../../client/call.ts';
import { useAsked } from '../heart/use-asked.ts';
import type { MatchPlan } from './match-form.ts';

/** Structures drawn on the planning CT, as its set has them; none while they are read or cannot be. */
export function usePlanStructures(
  studyUid: () => string,
  plan: () => MatchPlan | null,
): { structures: ComputedRef<readonly StructureRecord[]>; failure: ComputedRef<unknown> } {
  const { answer, failure } = useAsked(studyUid, (signal) =>
    call('GET /api/studies/:uid/planning', { params: { uid: studyUid() }, signal }),
  );
  const set = computed(() =>
    answer.value?.structureSets.find(({ id }) => id === plan()?.structureSetId),
  );
  return {
    structures: computed(() => set.value?.record.structures ?? []),
    failure: computed(() => failure.value),
  };
}
