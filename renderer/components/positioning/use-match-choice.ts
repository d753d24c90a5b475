import { computed, ref, watch, type ComputedRef } from 'vue';
import type { MatchRecord, MatchSetup } from '../../../studies/library/match-records.ts';
import { useMatches } from '../../stores/matches.ts';
import type { MatchPlan } from './match-form.ts';

export interface MatchSelection {
  readonly setup: ComputedRef<MatchSetup | null>;
  /** Of the study, newest first. */
  readonly records: ComputedRef<MatchRecord[]>;
  /** The match that is looked at; null: none yet, or a new one is being set up. */
  readonly record: ComputedRef<MatchRecord | null>;
  readonly scanId: ComputedRef<string | null>;
  readonly plan: ComputedRef<MatchPlan | null>;
  /** Null: a new match of the same pair is set up. */
  choose: (matchId: string | null) => void;
  chooseScan: (volumeId: string) => void;
  choosePlan: (volumeId: string) => void;
}

/**
 * Which scan, which planning CT and which match are on the screen. A chosen match brings its own scan
 * and CT; otherwise the wished scan, the best planning CT and their newest match are taken.
 */
export function useMatchChoice(
  studyUid: () => string,
  wishedScan: () => string,
  matchId: () => string | null,
): MatchSelection {
  const matches = useMatches();
  const ownScan = ref<string | null>(null);
  const ownPlan = ref<string | null>(null);
  /** A new match is set up beside old ones. */
  const fresh = ref(false);
  watch(matchId, (now) => now !== null && take(null, null));

  const setup = computed(() => matches.setups.get(studyUid()) ?? null);
  const records = computed(() => matches.ofStudy(studyUid()));
  const chosen = computed(() =>
    fresh.value || ownScan.value !== null || ownPlan.value !== null
      ? null
      : (records.value.find(({ id }) => id === matchId()) ?? null),
  );
  const scanId = computed(() => {
    const scans = setup.value?.scans ?? [];
    const wish = ownScan.value ?? chosen.value?.params.movingVolumeId ?? wishedScan();
    return (scans.find(({ volumeId }) => volumeId === wish) ?? scans[0])?.volumeId ?? null;
  });
  const plan = computed(() => {
    const plans = setup.value?.plans ?? [];
    const wish = ownPlan.value ?? chosen.value?.params.fixedVolumeId ?? null;
    return plans.find(({ volumeId }) => volumeId === wish) ?? plans[0] ?? null;
  });
  const record = computed(() => {
    if (chosen.value || fresh.value) return chosen.value;
    const ofPair = ({ params }: MatchRecord) =>
      params.movingVolumeId === scanId.value && params.fixedVolumeId === plan.value?.volumeId;
    return records.value.find(ofPair) ?? null;
  });
  return {
    setup,
    records,
    record,
    scanId,
    plan,
    choose: (id) => {
      if (id === null) take(scanId.value, planId(), true);
      else take(null, null);
    },
    chooseScan: (volumeId) => take(volumeId, planId()),
    choosePlan: (volumeId) => take(scanId.value, volumeId),
  };
  function planId(): string | null {
    return plan.value?.volumeId ?? null;
  }
  function take(scan: string | null, planning: string | null, isNew = false): void {
    ownScan.value = scan;
    ownPlan.value = planning;
    fresh.value = isNew;
  }
}
