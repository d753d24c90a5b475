import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { MatchSetup } from '../../../studies/library/match-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { useLibrary } from '../../stores/library.ts';
import { useResults } from '../../stores/results.ts';

/** Faces of one scan: as restored, as it came, and where the restored one leaves the measurement. */
export const faces = ['restored', 'sparse', 'departure'] as const;
export type ScanFace = (typeof faces)[number];

export interface ShownScan {
  /** Those that there are, by volume. */
  readonly found: ComputedRef<Partial<Record<ScanFace, string>>>;
  readonly face: Ref<ScanFace | null>;
  /** What the panes show; null while it is looked up. */
  readonly volume: Ref<VolumeRecord | null>;
  readonly show: (face: ScanFace) => void;
}

/**
 * The scan that is matched, or one of its other faces: all lie on one grid, so a match holds for each.
 * Another scan brings its own face back.
 */
export function useShownScan(
  setup: () => MatchSetup | null,
  scanId: () => string | null,
): ShownScan {
  const library = useLibrary();
  const results = useResults();
  const face = ref<ScanFace | null>(null);
  const volume = shallowRef<VolumeRecord | null>(null);

  const found = computed((): Partial<Record<ScanFace, string>> => {
    const id = scanId();
    const scans = setup()?.scans ?? [];
    const own = scans.find(({ volumeId }) => volumeId === id);
    const restored = own?.restoredFrom
      ? own
      : scans.find(({ restoredFrom }) => restoredFrom !== null && restoredFrom === id);
    if (!restored?.restoredFrom) return {};
    const result = results.results.find((one) => one.volume === restored.volumeId);
    const departure = result?.evidence?.departureVolume;
    return {
      restored: restored.volumeId,
      sparse: restored.restoredFrom,
      ...(departure === undefined ? {} : { departure }),
    };
  });
  watch(scanId, () => (face.value = null));
  const shownId = computed(() => (face.value && found.value[face.value]) ?? scanId());
  watch(
    [shownId, () => library.studies],
    async ([id]) => {
      const known = id === null ? null : library.volume(id);
      if (known === undefined) {
        const asked = (await results.volume(id!)) ?? null;
        if (shownId.value === id) volume.value = asked;
      } else volume.value = known;
    },
    { immediate: true },
  );
  const ownFace = computed(() => faces.find((one) => found.value[one] === scanId()) ?? null);
  return {
    found,
    face: computed({
      get: () => face.value ?? ownFace.value,
      set: (next) => (face.value = next),
    }),
    volume,
    show: (next) => {
      if (found.value[next] !== undefined) face.value = next;
    },
  };
}
