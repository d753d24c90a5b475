import { computed, toRaw, type ComputedRef, type Ref } from 'vue';
import { sameGrid } from '../../studies/volume/orientation.ts';
import type { VolumeGeometry } from '../../studies/volume/geometry.ts';
import { sliceFor } from './oblique-slice.ts';
import {
  nextOverlay,
  overlayScale,
  type OverlayChoice,
  type OverlayKind,
  type OverlayOffer,
} from './overlays.ts';
import type { PlaneFrame } from './planes.ts';
import { useVolume } from './use-volume.ts';
import { legendTable, type Veil, type VeilScale } from './veil.ts';

export interface Overlay {
  /** The map that is shown: chosen, at hand, and on the grid of what is shown. */
  readonly kind: ComputedRef<OverlayKind | null>;
  readonly offered: ComputedRef<readonly OverlayKind[]>;
  readonly thresholdHu: ComputedRef<number>;
  /** The scale as a legend shows it; null when no map is shown. */
  readonly legend: ComputedRef<VeilScale | null>;
  /** Each map in turn, then none. */
  next: () => void;
  toggle: (kind: OverlayKind) => void;
  setThreshold: (hu: number) => void;
  setOpacity: (opacity: number) => void;
  /** The shown map's veil over one slice; null where there is none. */
  veil: (frame: PlaneFrame, slice: number) => Veil | null;
}

const clearInLegend = 0xff2a2019;

/** At most one map over the slices of `shown`. Its voxels are read when it is first looked at. */
export function useOverlay(
  offers: () => readonly OverlayOffer[],
  shown: () => VolumeGeometry,
  choice: Ref<OverlayChoice>,
): Overlay {
  const fitting = computed(() =>
    offers().filter(({ volume }) => sameGrid(toRaw(volume), toRaw(shown()))),
  );
  const offered = computed(() => fitting.value.map((offer) => offer.kind));
  const offer = computed(
    () => fitting.value.find((candidate) => candidate.kind === choice.value.kind) ?? null,
  );
  const { data, news } = useVolume(() => offer.value?.volume);
  const kind = computed(() => offer.value?.kind ?? null);
  const thresholdHu = computed(() => {
    if (!offer.value) return 0;
    return choice.value.thresholdsHu[offer.value.kind] ?? offer.value.thresholdHu;
  });
  const scale = computed(() => (kind.value ? overlayScale(kind.value, thresholdHu.value) : null));
  const choose = (part: Partial<OverlayChoice>) => (choice.value = { ...choice.value, ...part });
  return {
    kind,
    offered,
    thresholdHu,
    legend: computed(() =>
      scale.value
        ? { ...scale.value, table: legendTable(scale.value, thresholdHu.value, clearInLegend) }
        : null,
    ),
    next: () => choose({ kind: nextOverlay(kind.value, offered.value) }),
    toggle: (wanted) => choose({ kind: kind.value === wanted ? null : wanted }),
    setThreshold: (hu) => {
      if (kind.value) {
        choose({ thresholdsHu: { ...choice.value.thresholdsHu, [kind.value]: hu } });
      }
    },
    setOpacity: (opacity) => choose({ opacity }),
    veil: (frame, slice) => {
      void news.value;
      if (!data.value || !scale.value) return null;
      return {
        slice: sliceFor(data.value, frame, slice),
        scale: scale.value,
        threshold: thresholdHu.value,
        opacity: choice.value.opacity,
      };
    },
  };
}
