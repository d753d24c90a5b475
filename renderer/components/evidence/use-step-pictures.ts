import { shallowRef, watch, type ShallowRef } from 'vue';
import { useResults } from '../../stores/results.ts';
import type { StepPicture } from '../../viewer/step-dial.ts';
import type { ResultRecord } from '../../../studies/library/records.ts';

/** The pictures of a result's steps, where they were kept and could be found. */
export function useStepPictures(
  result: () => ResultRecord | undefined,
): ShallowRef<readonly StepPicture[]> {
  const results = useResults();
  const pictures = shallowRef<readonly StepPicture[]>([]);

  watch(
    () => result()?.id,
    async (id) => {
      pictures.value = [];
      const steps = result()?.steppedVolumes ?? [];
      const found = await Promise.all(steps.map((step) => results.volume(step.volume)));
      if (result()?.id !== id) return;
      pictures.value = steps.flatMap((record, n) => {
        const volume = found[n];
        return volume ? [{ record, volume }] : [];
      });
    },
    { immediate: true },
  );
  return pictures;
}
