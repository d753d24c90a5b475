import { computed, ref, shallowRef } from 'vue';
import type { HeartPlane } from '../../../studies/library/heart-records.ts';
import type { PixelPoint } from '../../../studies/cardiac/contours/classes.ts';
import {
  dot,
  voxelToPatient,
  type LpsPoint,
  type VolumeGeometry,
} from '../../../studies/volume/geometry.ts';
import { useHearts } from '../../stores/hearts.ts';

/** The middle of the left ventricle, seen as a cross and moved in the plane that is looked at. */
export function useCentre(
  studyUid: () => string,
  here: () => { plane: HeartPlane; geometry: VolumeGeometry } | null,
) {
  const hearts = useHearts();
  const placing = ref(false);
  const dragged = shallowRef<LpsPoint | null>(null);
  const known = computed(() => {
    const found = hearts.planes.get(studyUid());
    return found?.corrections.centreMm ?? found?.frame?.originMm ?? null;
  });
  const centreMm = computed<LpsPoint | null>(() => dragged.value ?? known.value);

  /** Keeps how far the middle lies before or behind the plane: a drag moves it within the plane. */
  function move([column, row]: PixelPoint): void {
    const at = here();
    if (!at) return;
    const inPlane = voxelToPatient(at.geometry, [column, row, at.plane.slice]);
    const normal = at.geometry.axes[2];
    const from = known.value;
    const off = from
      ? dot(normal, [from[0] - inPlane[0], from[1] - inPlane[1], from[2] - inPlane[2]])
      : 0;
    dragged.value = along(inPlane, normal, off);
  }
  async function keep(): Promise<void> {
    const next = dragged.value;
    if (next) await hearts.correct(studyUid(), { centreMm: [...next] });
    dragged.value = null;
  }
  /** The same from the keyboard, mm along the screen. */
  async function nudge(rightMm: number, downMm: number): Promise<void> {
    const at = here();
    const from = known.value;
    if (!at || !from) return;
    dragged.value = along(along(from, at.geometry.axes[0], rightMm), at.geometry.axes[1], downMm);
    await keep();
  }
  return { placing, centreMm, move, keep, nudge };
}

const along = (
  point: LpsPoint,
  direction: readonly [number, number, number],
  mm: number,
): LpsPoint => [
  point[0] + direction[0] * mm,
  point[1] + direction[1] * mm,
  point[2] + direction[2] * mm,
];
