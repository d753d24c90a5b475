import { computed, type ComputedRef } from 'vue';
import {
  applyAffine,
  CROP_SIZE,
  CROP_PIXEL_MM,
  cropGrid,
} from '../../../studies/cardiac/planes/crop-grid.ts';
import type { DenseResult } from '../../../studies/library/dense-records.ts';
import type {
  HeartPlane,
  HeartPlanes,
  HeartResult,
} from '../../../studies/library/heart-records.ts';
import { cross, type LpsPoint } from '../../../studies/volume/geometry.ts';
import { fetchResliced, type Resliced } from '../../client/dense.ts';
import { fetchLabels } from '../../client/hearts.ts';
import { useLibrary } from '../../stores/library.ts';
import { beatOf, phaseAt } from '../../viewer/beat.ts';
import { usePhases, type PhasesInUse } from '../../viewer/dense-scene/use-phases.ts';
import { valueAt } from '../../viewer/heart-scene/crop-picture.ts';
import { scanFrame, type PlaneFrame } from '../../viewer/planes.ts';
import { readSlice, type Slice } from '../../viewer/slice.ts';
import { useVolume } from '../../viewer/use-volume.ts';
import { openingWindow, type WindowLevel } from '../../viewer/window-level.ts';
import { fineLabels, fineSlice, FINE } from './fine-crop.ts';

export interface LongAxisPictures {
  readonly frame: ComputedRef<PlaneFrame | null>;
  readonly measured: ComputedRef<{ slice: Slice; window: WindowLevel } | null>;
  readonly dense: ComputedRef<{ slice: Slice; labels: Uint8Array } | null>;
  /** Classes of the whole heart in that plane; null without a run of it. */
  readonly labels: ComputedRef<Uint8Array | null>;
  readonly resliced: PhasesInUse<Resliced>;
}

/** An acquired long-axis plane and the dense heart along it, on one grid of 1 mm and in one phase. */
export function useLongAxis(
  result: () => DenseResult,
  found: () => HeartPlanes | null,
  heart: () => HeartResult | null,
  plane: () => HeartPlane | null,
  phase: () => number,
): LongAxisPictures {
  const library = useLibrary();
  const record = computed(() => library.volume(plane()?.volumeId ?? '') ?? null);
  const volume = useVolume(() => record.value);
  const count = () => result().phases.length;
  const key = () => (plane() ? `${result().id} ${plane()!.id}` : null);

  const crop = computed(() => {
    const now = plane();
    return now ? cropGrid(now, result().frame) : null;
  });
  const frame = computed<PlaneFrame | null>(() => {
    if (!crop.value) return null;
    const { centreMm, u, v } = crop.value;
    const half = (FINE - 1) / 2;
    const originMm = [0, 1, 2].map(
      (c) => centreMm[c]! - half * (u[c]! + v[c]!) * finePixelMm,
    ) as unknown as LpsPoint;
    return {
      kind: 'acquired',
      runs: null,
      geometry: {
        dims: [FINE, FINE, 1],
        spacingMm: [finePixelMm, finePixelMm, 1],
        originMm,
        axes: [u, v, cross(u, v)],
      },
    };
  });
  /** Phase of the plane's own cine at a phase of the dense heart. */
  function ownPhase(at: number): number {
    const lead = result().phases[at] ?? 0;
    const share = lead / Math.max(1, found()?.phases ?? count());
    return record.value ? phaseAt(beatOf(record.value), share) : 0;
  }
  const measured = computed(() => {
    void volume.news.value;
    const [data, now, grid] = [volume.data.value, plane(), crop.value];
    if (!data || !now || !grid) return null;
    const source = readSlice(data, scanFrame(data.record), now.slice, ownPhase(phase()));
    if (!source) return null;
    const slice = fineSlice((x, y) => {
      const value = valueAt(source, ...applyAffine(grid.cropToImage, x, y));
      return value * source.slope + source.intercept;
    });
    return { slice, window: openingWindow(data.record, data) };
  });

  const resliced = usePhases(key, count, phase, (at, signal) =>
    fetchResliced(result().id, plane()!.id, at, signal),
  );
  const dense = computed(() => {
    const now = resliced.at(phase());
    if (!now) return null;
    const values = Float32Array.from(now.picture, (value, n) => (now.coverage[n] ? value : NaN));
    const coarse = { ...crude, values };
    const slice = fineSlice((x, y) => valueAt(coarse, x, y));
    return { slice, labels: fineLabels((x, y) => now.labels[y * CROP_SIZE + x] ?? 0) };
  });

  const masks = usePhases(
    () => (heart() && plane() ? `${heart()!.id} ${plane()!.id} ${result().id}` : null),
    count,
    phase,
    (at) => fetchLabels(heart()!.id, plane()!.volumeId, ownPhase(at)),
  );
  const labels = computed(() => {
    const [whole, now, grid] = [masks.at(phase()), plane(), crop.value];
    if (!whole || !now || !grid) return null;
    const [columns, rows] = now.dims;
    const slice = whole.subarray(now.slice * columns * rows, (now.slice + 1) * columns * rows);
    return fineLabels((x, y) => {
      const [i, j] = applyAffine(grid.cropToImage, x, y).map(Math.round) as [number, number];
      const label = i >= 0 && j >= 0 && i < columns && j < rows ? slice[j * columns + i]! : 0;
      // The dense heart knows no atria.
      return label > 3 ? 0 : label;
    }, true);
  });
  return { frame, measured, dense, labels, resliced };
}

const finePixelMm = (CROP_SIZE * CROP_PIXEL_MM) / FINE;
const crude = { columns: CROP_SIZE, rows: CROP_SIZE, slope: 1, intercept: 0, colours: null };
