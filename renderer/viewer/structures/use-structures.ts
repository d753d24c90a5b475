import { computed, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { drawStructures } from './draw-structures.ts';
import { structureLines } from './outline-lines.ts';
import { useOutlines } from './use-outlines.ts';
import type { PaneDrawing } from '../pane-layer.ts';
import type { PlaneKind } from '../planes.ts';
import type { Reading } from '../use-reading.ts';
import type { StructureChoice } from './structure-choice.ts';
import type { ListedStructure, StructureOffer } from './structure-sets.ts';

export interface StructureView {
  readonly offers: ComputedRef<readonly StructureOffer[]>;
  /** The set that is looked at; null where there is none. */
  readonly set: ComputedRef<StructureOffer | null>;
  readonly on: ComputedRef<boolean>;
  /** Planes that cut across the grid: the engine draws along it only. */
  readonly across: ComputedRef<boolean>;
  readonly failure: ShallowRef<unknown>;
  isShown: (structure: ListedStructure) => boolean;
  /** Names of the shown structures that meet a plane's slice, in the set's order. */
  namesIn: (plane: PlaneKind) => string[];
  drawing: (plane: PlaneKind) => PaneDrawing | null;
  toggle: () => void;
  toggleList: () => void;
  toggleNames: () => void;
  toggleOne: (number: number) => void;
  all: () => void;
  none: () => void;
  choose: (setId: string) => void;
}

/** The structures of one set over a volume that is being read, with the engine's exact outlines. */
export function useStructures(
  offers: () => readonly StructureOffer[],
  volume: () => VolumeRecord,
  { frames, sliceIn }: Pick<Reading, 'frames' | 'sliceIn'>,
  choice: Ref<StructureChoice>,
): StructureView {
  const change = (part: Partial<StructureChoice>) => (choice.value = { ...choice.value, ...part });
  const set = computed(
    () => offers().find(({ id }) => id === choice.value.setId) ?? offers()[0] ?? null,
  );
  const on = computed(() => choice.value.on && set.value !== null);
  const hidden = computed(() => new Set(choice.value.hidden));
  const shown = computed(() =>
    on.value ? (set.value?.structures ?? []).filter(({ number }) => !hidden.value.has(number)) : [],
  );
  const { outlines, failure } = useOutlines(
    () => (on.value && set.value ? { id: set.value.id, volumeId: volume().id } : null),
    (plane) => frames.value[plane],
    sliceIn,
  );
  function drawingOf(plane: PlaneKind): PaneDrawing | null {
    const structures = shown.value;
    const { names } = choice.value;
    const lines = outlines[plane];
    if (structures.length === 0 || lines.length === 0) return null;
    return (context, placement) =>
      drawStructures(context, structureLines(placement, lines, structures), names);
  }
  const drawings = {
    axial: computed(() => drawingOf('axial')),
    coronal: computed(() => drawingOf('coronal')),
    sagittal: computed(() => drawingOf('sagittal')),
  };

  return {
    offers: computed(offers),
    set,
    on,
    across: computed(() => frames.value.axial.runs === null),
    failure,
    isShown: ({ number }) => !hidden.value.has(number),
    namesIn: (plane) =>
      shown.value
        .filter((one) => outlines[plane].some(({ number }) => number === one.number))
        .map(({ name }) => name),
    drawing: (plane) => drawings[plane].value,
    toggle: () => {
      if (set.value) change({ on: !choice.value.on });
    },
    toggleList: () => change({ list: !choice.value.list }),
    toggleNames: () => change({ names: !choice.value.names }),
    toggleOne: (number) => {
      const next = new Set(choice.value.hidden);
      if (!next.delete(number)) next.add(number);
      change({ hidden: [...next] });
    },
    all: () => change({ hidden: [] }),
    none: () => change({ hidden: (set.value?.structures ?? []).map(({ number }) => number) }),
    // Numbers count in their own set only.
    choose: (setId) => change({ setId, hidden: [] }),
  };
}
