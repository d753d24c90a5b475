import type { HeartSurfaces } from '../../../../studies/cardiac/surfaces/heart-surfaces.ts';
import type { Mesh } from '../../../../studies/cardiac/surfaces/mesh.ts';

/** The surfaces that a dense heart has, with their classes on the wire. */
export const bodies = { lvCavity: 1, lvEpicardium: 2, rvCavity: 3 } as const;
export type BodyName = keyof typeof bodies;
export const bodyNames = Object.keys(bodies) as BodyName[];

/** Surfaces as they are sent: see dense-routes. */
export function meshBytes(
  surfaces: Partial<Pick<HeartSurfaces, BodyName>>,
): Uint8Array<ArrayBuffer> {
  const meshes = bodyNames.flatMap((name): (Mesh & { id: number })[] => {
    const mesh = surfaces[name];
    return mesh ? [{ ...mesh, id: bodies[name] }] : [];
  });
  const words = meshes.reduce(
    (sum, { points, triangles }) => sum + 3 + points.length + triangles.length,
    1,
  );
  const buffer = new ArrayBuffer(4 * words);
  const view = new DataView(buffer);
  view.setUint32(0, meshes.length, true);
  let at = 4;
  for (const { id, points, triangles } of meshes) {
    for (const word of [id, points.length / 3, triangles.length / 3]) {
      view.setUint32(at, word, true);
      at += 4;
    }
    new Float32Array(buffer, at, points.length).set(points);
    at += points.byteLength;
    new Uint32Array(buffer, at, triangles.length).set(triangles);
    at += triangles.byteLength;
  }
  return new Uint8Array(buffer);
}
