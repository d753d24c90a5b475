import { heartSurfaces } from '../../../studies/cardiac/surfaces/heart-surfaces.ts';
import type { MaskPlane } from '../../../studies/cardiac/function/mask-planes.ts';
import type { HeartResult } from '../../../studies/library/heart-records.ts';
import { pointNormals } from './normals.ts';

export const bodyNames = ['lvCavity', 'lvEpicardium', 'rvCavity'] as const;
export type BodyName = (typeof bodyNames)[number];

/** A chamber's surface through the beat: the same triangles at every phase. */
export interface BeatingBody {
  readonly triangles: Uint32Array;
  /** By phase of the lead volume. */
  readonly points: readonly Float32Array[];
  readonly normals: readonly Float32Array[];
}
export type BeatingHeart = Partial<Record<BodyName, BeatingBody>>;

export type LoadLabels = (volumeId: string, phase: number) => Promise<Uint8Array>;

/** Requests of label maps under way at a time. */
const atOnce = 4;

/**
 * Reads every label map of a result and builds the surfaces of every phase, a few milliseconds at a
 * time so that the screen stays alive. `tell` hears the share that is done, 0 to 1. Null when
 * stopped; rejects as `load` does.
 */
export async function buildBeatingHeart(
  result: HeartResult,
  load: LoadLabels,
  tell: (share: number) => void,
  signal: AbortSignal,
): Promise<BeatingHeart | null> {
  const planes = await maskPlanes(result, load, (share) => tell(share / 2), signal);
  if (signal.aborted) return null;
  const found = new Map<BodyName, { triangles: Uint32Array; points: Float32Array[] }>();
  let pause = performance.now() + 8;
  for (let phase = 0; phase < result.phases; phase++) {
    const surfaces = heartSurfaces(planes, result.frame, phase / result.phases);
    for (const name of bodyNames) {
      const mesh = surfaces[name];
      if (!mesh) continue;
      const body = found.get(name) ?? { triangles: mesh.triangles, points: [] };
      body.points[phase] = mesh.points;
      found.set(name, body);
    }
    if (performance.now() > pause) {
      tell(0.5 + (phase + 1) / result.phases / 2);
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return null;
      pause = performance.now() + 8;
    }
  }
  return Object.fromEntries(
    [...found].map(([name, { triangles, points }]) => {
      const whole = withoutGaps(points, result.phases);
      return [
        name,
        { triangles, points: whole, normals: whole.map((p) => pointNormals(p, triangles)) },
      ];
    }),
  );
}

/** A phase in which a chamber was not found keeps the shape of the one before. */
function withoutGaps(
  points: readonly (Float32Array | undefined)[],
  phases: number,
): Float32Array[] {
  const first = points.find((found) => found !== undefined)!;
  let last = first;
  return Array.from({ length: phases }, (_, phase) => (last = points[phase] ?? last));
}

async function maskPlanes(
  result: HeartResult,
  load: LoadLabels,
  tell: (share: number) => void,
  signal: AbortSignal,
): Promise<MaskPlane[]> {
  const drawn = new Set(result.labels.map(({ sourceVolumeId }) => sourceVolumeId));
  const planes = result.planes.filter(({ used, volumeId }) => used && drawn.has(volumeId));
  const phasesOf = new Map(planes.map(({ volumeId, phases }) => [volumeId, phases]));
  const wanted = [...phasesOf].flatMap(([volumeId, phases]) =>
    Array.from({ length: phases }, (_, phase) => ({ volumeId, phase })),
  );
  const read = new Map<string, Uint8Array>();
  const left = [...wanted];
  const worker = async () => {
    for (let next = left.shift(); next && !signal.aborted; next = left.shift()) {
      read.set(`${next.volumeId} ${next.phase}`, await load(next.volumeId, next.phase));
      tell(read.size / wanted.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return planes.map((plane) => {
    const size = plane.dims[0] * plane.dims[1];
    return {
      plane,
      labels: (phase) =>
        read
          .get(`${plane.volumeId} ${phase}`)
          ?.subarray(plane.slice * size, (plane.slice + 1) * size) ?? null,
    };
  });
}
