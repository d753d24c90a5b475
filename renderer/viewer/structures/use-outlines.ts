import { onScopeDispose, shallowReactive, shallowRef, watch, type ShallowRef } from 'vue';
import type { Outlines } from '../../../electron/engine/contract/planning-routes.ts';
import { call } from '../../client/call.ts';
import { isAbort } from '../../client/errors.ts';
import { planeKinds, type PlaneFrame, type PlaneKind } from '../planes.ts';

export type StructureOutlines = Outlines['structures'];

/** A plane is asked for once the reader has stayed on it this long. */
const stayMs = 50;
const keptPlanes = 400;

/**
 * Number of the grid slice that a slice of a frame is, as the outlines' route counts. Null for
 * frames that cut across the grid.
 */
export function gridIndex({ runs, geometry }: PlaneFrame, slice: number): number | null {
  if (!runs) return null;
  return runs[2].reversed ? geometry.dims[2] - 1 - slice : slice;
}

/** Lines of a structure set in the three planes that are looked at; empty until they are here. */
export function useOutlines(
  set: () => { id: string; volumeId: string } | null,
  frameOf: (plane: PlaneKind) => PlaneFrame,
  sliceIn: (plane: PlaneKind) => number,
): { outlines: Record<PlaneKind, StructureOutlines>; failure: ShallowRef<unknown> } {
  const kept = new Map<string, StructureOutlines>();
  const outlines = shallowReactive({ axial: [], coronal: [], sagittal: [] }) as Record<
    PlaneKind,
    StructureOutlines
  >;
  const failure = shallowRef<unknown>(null);
  const stops: (() => void)[] = [];

  function follow(plane: PlaneKind): void {
    let asked: AbortController | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      clearTimeout(timer);
      asked?.abort();
    };
    stops.push(stop);
    watch(
      () => [set()?.id, set()?.volumeId, gridIndex(frameOf(plane), sliceIn(plane))] as const,
      ([id, volume, index]) => {
        stop();
        outlines[plane] = [];
        if (id === undefined || volume === undefined || index === null) return;
        const key = `${id} ${volume} ${plane} ${index}`;
        const known = kept.get(key);
        if (known) {
          outlines[plane] = known;
          return;
        }
        const mine = (asked = new AbortController());
        timer = setTimeout(() => {
          const query = { volume, plane, index };
          call('GET /api/structures/:id/outlines', { params: { id }, query, signal: mine.signal })
            .then(({ structures }) => {
              if (kept.size >= keptPlanes) kept.clear();
              kept.set(key, structures);
              failure.value = null;
              if (asked === mine) outlines[plane] = structures;
            })
            .catch((error: unknown) => {
              if (!isAbort(error)) failure.value = error;
            });
        }, stayMs);
      },
      { immediate: true },
    );
  }
  planeKinds.forEach(follow);
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });
  return { outlines, failure };
}
