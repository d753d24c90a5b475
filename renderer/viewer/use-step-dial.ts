import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { ResultRecord } from '../../studies/library/records.ts';
import { dialSteps, type DialStep, type StepPicture } from './step-dial.ts';
import { useVolumes } from './use-volumes.ts';
import type { VolumeData } from './volume-data.ts';

/** What a pane needs of the chosen step's picture. */
interface ChosenStep {
  readonly data: ComputedRef<VolumeData | null>;
  readonly news: Ref<number>;
}

export interface StepDialState {
  readonly notches: ComputedRef<readonly DialStep[]>;
  readonly at: Ref<number>;
  /** The result itself is shown, and not a picture on the way to it. */
  readonly isFinal: ComputedRef<boolean>;
  readonly chosen: ChosenStep;
}

/** Which step's picture is shown. All of them are read once the dial is first turned. */
export function useStepDial(
  result: () => ResultRecord,
  pictures: () => readonly StepPicture[],
): StepDialState {
  const notches = computed(() => dialSteps(result(), pictures()));
  const at = ref(0);
  watch(
    () => [result().id, notches.value.length],
    () => (at.value = Math.max(notches.value.length - 1, 0)),
    { immediate: true },
  );
  const isFinal = computed(() => (notches.value[at.value]?.volume ?? null) === null);
  const turned = ref(false);
  watch(isFinal, (final) => {
    if (!final) turned.value = true;
  });
  const volumes = computed(() => notches.value.flatMap((notch) => notch.volume ?? []));
  const read = useVolumes(() => (turned.value ? volumes.value : []));
  const data = computed(() => {
    const wanted = notches.value[at.value]?.volume?.id;
    return read.data.value.find((volume) => volume?.record.id === wanted) ?? null;
  });
  return { notches, at, isFinal, chosen: { data, news: read.news } };
}
