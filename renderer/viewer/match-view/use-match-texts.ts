import { computed, shallowRef, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { applied } from '../../../studies/positioning/registration/pose.ts';
import { voxelToPatient, type LpsPoint } from '../../../studies/volume/geometry.ts';
import type { PaneTexts } from '../pane-marks.ts';
import type { PlaneKind } from '../planes.ts';
import { pointText, slicePositionText, valueText } from '../read-out.ts';
import type { Reading } from '../use-reading.ts';
import type { VolumeData } from '../volume-data.ts';
import type { MatchMode } from './match-modes.ts';

interface MatchTexts {
  /** Tells what the pointer is over; null when it left. */
  probe: (plane: PlaneKind, point: LpsPoint | null) => void;
  /** The same object as long as it says the same, so that a pane need not draw it anew. */
  texts: Readonly<Record<PlaneKind, ComputedRef<PaneTexts>>>;
  /** What a screen reader says of a pane. */
  labelOf: (plane: PlaneKind) => string;
}

/** Corner texts of the fused panes: slice, window, and both values under the pointer. */
export function useMatchTexts(
  reading: Reading,
  view: {
    readonly fixed: () => VolumeData | null;
    readonly moving: () => VolumeData | null;
    readonly toMoving: () => Matrix | null;
    readonly mode: () => MatchMode;
    readonly flipped: () => boolean;
    readonly names: () => { readonly fixed: string; readonly moving: string };
  },
): MatchTexts {
  const { t } = useI18n();
  const under = shallowRef<{ plane: PlaneKind; point: LpsPoint } | null>(null);

  function valueOf(data: VolumeData | null, point: LpsPoint | null): string {
    const value = point && data?.valueAt(point);
    if (!data || value === null || value === undefined) return '–';
    const unit = t(`viewing.unit.${data.record.unit}`);
    return t('viewing.probe', { value: valueText(value), unit }).trim();
  }
  function probeLines(point: LpsPoint): string[] {
    const { fixed, moving } = view;
    const names = view.names();
    const toMoving = view.toMoving();
    const scan = toMoving && applied(toMoving, point);
    return [
      t('match.probe', { name: names.fixed, value: valueOf(fixed(), point) }),
      t('match.probe', { name: names.moving, value: valueOf(moving(), scan) }),
      t('viewing.position', { position: pointText(point) }),
    ];
  }
  function textsOf(plane: PlaneKind): PaneTexts {
    const { geometry } = reading.frames.value[plane];
    const n = reading.sliceIn(plane);
    const position = slicePositionText(voxelToPatient(geometry, [0, 0, n]), geometry.axes[2]);
    const { width, centre } = reading.window.value;
    const shown = { width: Math.round(width), centre: Math.round(centre) };
    return {
      topLeft: [
        t('viewing.sliceText', { n: n + 1, count: geometry.dims[2] }),
        t('viewing.position', { position }),
        ...(view.flipped() ? [view.names().moving] : []),
      ],
      topRight: view.mode() === 'difference' ? [] : [t('viewing.windowText', shown)],
      bottomLeft: under.value?.plane === plane ? probeLines(under.value.point) : [],
    };
  }
  const labelTextOf = (plane: PlaneKind) =>
    `${t('match.pane', {
      plane: t(`viewing.plane.${plane}`),
      n: reading.sliceIn(plane) + 1,
      count: reading.frames.value[plane].geometry.dims[2],
    })}. ${t('match.paneKeys')}`;
  const labels = {
    axial: computed(() => labelTextOf('axial')),
    coronal: computed(() => labelTextOf('coronal')),
    sagittal: computed(() => labelTextOf('sagittal')),
  };
  return {
    probe: (plane, point) => (under.value = point ? { plane, point } : null),
    texts: {
      axial: computed(() => textsOf('axial')),
      coronal: computed(() => textsOf('coronal')),
      sagittal: computed(() => textsOf('sagittal')),
    },
    labelOf: (plane) => labels[plane].value,
  };
}
