import { computed, ref } from 'vue';
import type { HeartPlane } from '../../../studies/library/heart-records.ts';
import type { PixelPoint } from '../../../studies/cardiac/contours/classes.ts';
import { copyToNeighbour } from '../../../studies/cardiac/contours/copy.ts';
import { useHeartEdits } from '../../stores/heart-edits.ts';
import { labelPicture } from '../../viewer/labels-picture.ts';
import {
  brushStroke,
  contourStroke,
  outlineNear,
  type LabelStroke,
  type LabelTool,
} from '../../viewer/labels-tools.ts';
import type { LabelClass, LabelMaps } from '../../viewer/labels.ts';

export type LabelEditing = ReturnType<typeof useLabelEditing>;

export const radiiMm = [1, 1.5, 2, 3, 4, 6, 8, 12] as const;

/** How near to an outline the pointer must be to grab it, screen pixels. */
const reachPx = 12;
/** Along the outline, how far from the grabbed point a pull is felt. */
const falloffMm = 9;

interface EditPlace {
  readonly plane: HeartPlane;
  /** Of the plane's own volume. */
  readonly phase: number;
}

/** Tools over the plane that is looked at. Phases wrap round: a beat has no ends. */
export function useLabelEditing(
  here: () => EditPlace | null,
  neighbour: (by: 1 | -1) => HeartPlane | undefined,
  phaseIn: (plane: HeartPlane) => number,
) {
  const edits = useHeartEdits();
  const tool = ref<LabelTool>('look');
  const paint = ref<LabelClass>(1);
  const radiusAt = ref(3);
  const radiusMm = computed(() => radiiMm[radiusAt.value] ?? 3);
  let stroke: LabelStroke | null = null;
  let strokeAt: { place: ReturnType<typeof placeOf>; before: Uint8Array | null } | null = null;

  const placeOf = ({ plane, phase }: EditPlace) => ({
    volumeId: plane.volumeId,
    slice: plane.slice,
    phase,
  });
  const mapsHere = (): LabelMaps | undefined => {
    const at = here();
    return at ? edits.maps.get(at.plane.volumeId) : undefined;
  };

  /** Answers whether the tool took hold. `pixelPx`: screen pixels of one pixel of the slice. */
  function start(point: PixelPoint, pixelPx: number): boolean {
    const at = here();
    const maps = mapsHere();
    if (!at || !maps || stroke) return false;
    const { plane, phase } = at;
    const labels = maps.read(plane.slice, phase);
    const perMm = 1 / plane.spacingMm[0];
    if (tool.value === 'brush' || tool.value === 'eraser') {
      const to = tool.value === 'eraser' ? 0 : paint.value;
      stroke = brushStroke(labels, maps.grid, radiusMm.value * perMm, to, point);
    } else if (tool.value === 'contour') {
      const grabbed = outlineNear(labelPicture(maps, plane.slice, phase), point, reachPx / pixelPx);
      if (!grabbed) return false;
      stroke = contourStroke(labels, maps.grid, grabbed, point, falloffMm * perMm);
    } else return false;
    strokeAt = { place: placeOf(at), before: maps.edited(plane.slice, phase) };
    if (tool.value !== 'contour') move(point);
    return true;
  }
  function move(point: PixelPoint): void {
    if (stroke && strokeAt) edits.preview(strokeAt.place, stroke.to(point));
  }
  function end(): void {
    if (stroke && strokeAt) {
      const { place, before } = strokeAt;
      const drawn = edits.maps.get(place.volumeId)?.edited(place.slice, place.phase) ?? null;
      if (drawn !== before) edits.change(place, drawn, before);
    }
    stroke = null;
    strokeAt = null;
  }

  /** The labels here to the phase before or after; answers that phase. */
  function copyToPhase(by: 1 | -1): number | null {
    const at = here();
    const maps = mapsHere();
    if (!at || !maps) return null;
    const phase = (at.phase + by + maps.grid.phases) % maps.grid.phases;
    edits.change({ ...placeOf(at), phase }, maps.read(at.plane.slice, at.phase).slice());
    return phase;
  }
  /** The labels here to the next slice of the stack; answers that plane. */
  function copyToSlice(by: 1 | -1): HeartPlane | null {
    const at = here();
    const maps = mapsHere();
    const to = neighbour(by);
    if (!at || !maps || !to || !edits.maps.has(to.volumeId)) return null;
    const labels = copyToNeighbour(maps.read(at.plane.slice, at.phase), at.plane, to);
    edits.change(placeOf({ plane: to, phase: phaseIn(to) }), labels);
    return to;
  }
  function backToModel(): void {
    const at = here();
    if (at) edits.change(placeOf(at), null);
  }

  const editedHere = computed(() => {
    const at = here();
    return edits.revision >= 0 && at !== null
      ? mapsHere()?.edited(at.plane.slice, at.phase) != null
      : false;
  });
  const possible = computed(() => mapsHere() !== undefined);

  return {
    tool,
    paint,
    radiusMm,
    editedHere,
    possible,
    start,
    move,
    end,
    copyToPhase,
    copyToSlice,
    backToModel,
    resize: (by: number) => {
      radiusAt.value = Math.min(Math.max(radiusAt.value + by, 0), radiiMm.length - 1);
    },
    /** Choosing a class means painting with it. */
    choose: (to: LabelClass) => {
      paint.value = to;
      if (tool.value !== 'brush') tool.value = 'brush';
    },
  };
}
