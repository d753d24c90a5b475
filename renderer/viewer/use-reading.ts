import {
  computed,
  ref,
  shallowRef,
  toRaw,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from 'vue';
import type { VolumeRecord } from '../../studies/library/records.ts';
import type { LpsPoint } from '../../studies/volume/geometry.ts';
import { obliquityDeg } from '../../studies/volume/orientation.ts';
import { pointInSlice, restingShift, sliceOf, type ViewShift } from './placement.ts';
import {
  acquiredFrame,
  centreOf,
  straightFrame,
  type PlaneFrame,
  type PlaneKind,
} from './planes.ts';
import type { VolumeData } from './volume-data.ts';
import { autoWindow, openingWindow, type WindowLevel } from './window-level.ts';

type PerPlane<T> = Record<PlaneKind, T>;

const restingShifts = (): PerPlane<ViewShift> => ({
  axial: restingShift,
  coronal: restingShift,
  sagittal: restingShift,
});

export interface Reading {
  /** The one patient point that every view goes through. */
  point: ShallowRef<LpsPoint>;
  frames: ComputedRef<PerPlane<PlaneFrame>>;
  shifts: ShallowRef<PerPlane<ViewShift>>;
  window: ShallowRef<WindowLevel>;
  crosshair: Ref<boolean>;
  smooth: Ref<boolean>;
  straight: Ref<boolean>;
  obliqueDeg: ComputedRef<number>;
  sliceIn: (plane: PlaneKind) => number;
  scroll: (plane: PlaneKind, slices: number) => void;
  shift: (plane: PlaneKind, shift: ViewShift) => void;
  zoom: (plane: PlaneKind, factor: number) => void;
  setWindow: (window: WindowLevel) => void;
  auto: () => void;
  reset: () => void;
}

/** Below this a scan counts as straight, and cutting it anew would only blur it. */
const obliqueFromDeg = 1;

/** Place, window and shifts of a volume that is being read: one state for all its views. */
export function useReading(
  record: () => VolumeRecord,
  data: () => VolumeData | null,
  news: Ref<number>,
): Reading {
  const point = shallowRef<LpsPoint>([0, 0, 0]);
  const shifts = shallowRef(restingShifts());
  const window = shallowRef<WindowLevel>({ centre: 40, width: 400 });
  const straight = ref(false);
  let windowChosen = false;

  const obliqueDeg = computed(() => {
    const angle = obliquityDeg(record());
    return angle >= obliqueFromDeg ? angle : 0;
  });
  const frames = computed(() => {
    const make = straight.value && obliqueDeg.value > 0 ? straightFrame : acquiredFrame;
    const volume = toRaw(record());
    return {
      axial: make(volume, 'axial'),
      coronal: make(volume, 'coronal'),
      sagittal: make(volume, 'sagittal'),
    };
  });
  function reset(): void {
    point.value = centreOf(record());
    shifts.value = restingShifts();
    straight.value = false;
    windowChosen = false;
    window.value = openingWindow(record(), data());
  }
  watch(() => record().id, reset, { immediate: true });
  // A window made from the picture's own range can be set only when some of it is here; once the
  // reader has chosen one, arrivals never change it.
  watch(news, () => {
    if (!windowChosen && (data()?.progress ?? 0) > 0) {
      windowChosen = true;
      window.value = openingWindow(record(), data());
    }
  });
  function setWindow(next: WindowLevel): void {
    windowChosen = true;
    window.value = next;
  }
  const change = <T>(all: PerPlane<T>, plane: PlaneKind, value: T) => ({ ...all, [plane]: value });
  const sliceIn = (plane: PlaneKind) => sliceOf(frames.value[plane].geometry, point.value);

  return {
    point,
    frames,
    shifts,
    window,
    crosshair: ref(true),
    smooth: ref(true),
    straight,
    obliqueDeg,
    sliceIn,
    scroll: (plane, slices) => {
      const { geometry } = frames.value[plane];
      point.value = pointInSlice(geometry, point.value, sliceIn(plane) + slices);
    },
    shift: (plane, shift) => {
      shifts.value = change(shifts.value, plane, shift);
    },
    zoom: (plane, factor) => {
      const { zoom, panMm } = shifts.value[plane];
      const next = Math.min(Math.max(zoom * factor, 0.25), 40);
      shifts.value = change(shifts.value, plane, { zoom: next, panMm });
    },
    setWindow,
    auto: () => {
      const current = data();
      const found = current ? autoWindow(current) : null;
      if (found) setWindow(found);
    },
    reset,
  };
}
