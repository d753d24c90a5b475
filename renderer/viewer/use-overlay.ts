import { computed, ref, shallowRef, toRaw, watch, type ComputedRef, type Ref } from 'vue';
import { sameGrid } from '../../studies/volume/orientation.ts';
import type { VolumeGeometry } from '../../studies/volume/geometry.ts';
import { sliceFor } from './oblique-slice.ts';
import { nextOverlay, overlayScale, type OverlayKind, type OverlayOffer } from './overlays.ts';
import type { PlaneFrame } from './planes.ts';
import { useVolume } from './use-volume.ts';
import { legendTable, type Veil, type VeilScale } from './veil.ts';

export interface Overlay {
  /** The one map that is shown. */
  readonly kind: Ref<OverlayKind | null>;
  readonly offered: ComputedRef<readonly OverlayKind[]>;
  readonly thresholdHu: Ref<number>;
  readonly opacity: Ref<number>;
  /** The scale as a legend shows it; null when no map is shown. */
  readonly legend: ComputedRef<VeilScale | null>;
  readonly failure: Ref<unknown>;
  readonly progress: Ref<number>;
  retry: () => void;
  /** Each map in turn, then none. */
  next: () => void;
  toggle: (kind: OverlayKind) => void;
  /** The shown map's veil over one slice of the volume it belongs to; null where there is none. */
  veil: (frame: PlaneFrame, slice: number) => Veil | null;
}

const clearInLegend = 0xff2a2019;

/** At most one map over the slices of `shown`. Its voxels are read when it is first looked at. */
export function useOverlay(
  offers: () => readonly OverlayOffer[],
  shown: () => VolumeGeometry,
): Overlay {
  const kind = ref<OverlayKind | null>(null);
  const thresholdHu = ref(20);
  const opacity = ref(0.6);
  const offered = computed(() => offers().map((offer) => offer.kind));
  const offer = computed(() => offers().find((candidate) => candidate.kind === kind.value) ?? null);
  const { data, news, failure, progress, retry } = useVolume(() => offer.value?.volume);
  const onGrid = computed(
    () => offer.value !== null && sameGrid(toRaw(offer.value.volume), toRaw(shown())),
  );
  const thresholds = shallowRef<Partial<Record<OverlayKind, number>>>({});
  watch(offer, (now) => {
    if (now) thresholdHu.value = thresholds.value[now.kind] ?? now.thresholdHu;
  });
  watch(thresholdHu, (now) => {
    if (kind.value) thresholds.value = { ...thresholds.value, [kind.value]: now };
  });
  const scale = computed(() => (kind.value ? overlayScale(kind.value, thresholdHu.value) : null));
  return {
    kind,
    offered,
    thresholdHu,
    opacity,
    failure,
    progress,
    retry,
    legend: computed(() =>
      offer.value && scale.value
        ? { ...scale.value, table: legendTable(scale.value, thresholdHu.value, clearInLegend) }
        : null,
    ),
    next: () => (kind.value = nextOverlay(kind.value, offered.value)),
    toggle: (wanted) => (kind.value = kind.value === wanted ? null : wanted),
    veil: (frame, slice) => {
      void news.value;
      if (!data.value || !scale.value || !onGrid.value) return null;
      return {
        slice: sliceFor(data.value, frame, slice),
        scale: scale.value,
        threshold: thresholdHu.value,
        opacity: opacity.value,
      };
    },
  };
}
