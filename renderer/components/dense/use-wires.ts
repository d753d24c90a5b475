import { computed, watch, type ComputedRef } from 'vue';
import type { DenseResult } from '../../../studies/library/dense-records.ts';
import { fetchImplicit } from '../../client/dense.ts';
import { useDenseImplicit } from '../../stores/dense-implicit.ts';
import { denseBodies, type DenseBodies } from '../../viewer/dense-scene/dense-bodies.ts';
import { usePhases, type PhasesInUse } from '../../viewer/dense-scene/use-phases.ts';

/** Surfaces of the second opinion where one was fitted; null without one. */
export function useWires(
  result: () => DenseResult | null,
  phase: () => number,
): ComputedRef<PhasesInUse<DenseBodies> | null> {
  const implicit = useDenseImplicit();
  const id = computed(() => result()?.id);
  watch(
    id,
    (now) => {
      if (now !== undefined && !implicit.summaries.has(now)) void implicit.load(now);
    },
    { immediate: true },
  );
  const summary = computed(() => implicit.summaries.get(id.value ?? '') ?? null);
  const wires = usePhases(
    () => (summary.value ? `${id.value} ${summary.value.phases.join(' ')}` : null),
    () => result()?.phases.length ?? 0,
    phase,
    async (at, signal) => {
      if (!summary.value?.phases.includes(at)) return {};
      const { id: of, grid, planes } = result()!;
      return denseBodies(await fetchImplicit(of, at, signal), grid, planes);
    },
  );
  return computed(() => (summary.value ? wires : null));
}
