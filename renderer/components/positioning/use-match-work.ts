import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import type { LandmarkMatch } from '../../../studies/positioning/registration/landmarks.ts';
import { useLibrary } from '../../stores/library.ts';
import { useMatches } from '../../stores/matches.ts';
import type { RegionBox } from '../../viewer/match-view/region-box.ts';
import {
  beforeMatrix,
  choiceOf,
  formOf,
  formProblem,
  holdChoice,
  openingForm,
  type MatchForm,
  type MatchTarget,
} from './match-form.ts';
import { openingBox } from './opening-box.ts';
import type { MatchSelection } from './use-match-choice.ts';

export interface MatchWork {
  readonly form: Ref<MatchForm>;
  /** From the scan to the planning CT as the pictures lie now; moved by hand, or as matched. */
  readonly matrix: Ref<readonly number[]>;
  readonly before: ComputedRef<number[]>;
  /** The pictures do not lie as the match has them any more. */
  readonly moved: ComputedRef<boolean>;
  readonly box: Ref<RegionBox | null>;
  readonly landmarks: Ref<LandmarkMatch | null>;
  /** Locale key of what keeps a match from being run. */
  readonly problem: ComputedRef<string | null>;
  /** Lay the pictures as the match has them. */
  back: () => void;
  run: () => void;
  hold: (by: 'hand' | 'landmarks') => void;
}

/** The match that is being set up: its form, the position on the screen, box and landmarks. */
export function useMatchWork(studyUid: () => string, selection: MatchSelection): MatchWork {
  const matches = useMatches();
  const library = useLibrary();
  const { record, scanId, plan } = selection;
  const form = ref<MatchForm>(record.value ? formOf(record.value) : openingForm);
  const box = shallowRef<RegionBox | null>(null);
  const landmarks = shallowRef<LandmarkMatch | null>(null);

  const before = computed(() => beforeMatrix(record.value));
  const matched = computed(() => record.value?.matrix ?? before.value);
  const matrix = shallowRef<readonly number[]>([...matched.value]);
  const moved = computed(() => !same(matrix.value, matched.value));
  const back = () => (matrix.value = [...matched.value]);
  watch(() => [record.value?.id, scanId.value, plan.value?.volumeId].join(' '), back);
  watch(
    () => `${scanId.value} ${plan.value?.volumeId}`,
    () => (landmarks.value = null),
  );
  // A new match starts from how the last one was asked for.
  watch(
    () => record.value?.id,
    () => record.value && (form.value = formOf(record.value)),
  );
  watch(
    [() => form.value.region, () => plan.value?.volumeId, () => record.value?.id],
    ([region]) => (box.value = region === 'box' ? firstBox() : null),
    { immediate: true },
  );
  /** Of the match that is looked at, or about the isocentre. */
  function firstBox(): RegionBox | null {
    const asked = record.value?.params.region;
    if (asked?.kind === 'box') return { minMm: asked.minMm, maxMm: asked.maxMm };
    const volume = plan.value ? library.volume(plan.value.volumeId) : undefined;
    return volume ? openingBox(volume, plan.value?.isocentreMm ?? null) : null;
  }

  const target = computed((): MatchTarget | null =>
    scanId.value === null || !plan.value
      ? null
      : {
          scanId: scanId.value,
          plan: plan.value,
          box: box.value,
          hand: moved.value ? matrix.value : null,
          landmarks: landmarks.value?.movingToFixed ?? null,
        },
  );
  const problem = computed(() =>
    target.value ? formProblem(form.value, target.value) : 'nothing',
  );
  return {
    form,
    matrix,
    before,
    moved,
    box,
    landmarks,
    problem,
    back,
    run: () => {
      if (target.value && problem.value === null && !matches.jobOf(studyUid())) {
        void matches.run(studyUid(), choiceOf(form.value, target.value));
      }
    },
    hold: (by) => {
      if (!target.value || matches.jobOf(studyUid())) return;
      void matches.run(studyUid(), holdChoice(form.value, target.value, by));
    },
  };
}

function same(a: Matrix, b: Matrix): boolean {
  return a.every((value, n) => Math.abs(value - b[n]!) < 1e-9);
}
