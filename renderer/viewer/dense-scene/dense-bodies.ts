import type { DenseGrid, DensePlane } from '../../../studies/library/dense-records.ts';
import { pointNormals } from '../heart-scene/normals.ts';
import { bodyNames, type BodyName } from '../heart-scene/surfaces.ts';
import { heartColours } from '../labels-colours.ts';
import type { DenseMesh } from './mesh-bytes.ts';
import { pointColours } from './tint.ts';

/** A chamber's surface at one phase, ready for the card. */
export interface DenseBody {
  readonly points: Float32Array;
  readonly triangles: Uint32Array;
  readonly normals: Float32Array;
  /** RGB bytes by point: tinted where the planes were made. */
  readonly colours: Uint8Array;
}
export type DenseBodies = Partial<Record<BodyName, DenseBody>>;

export const bodyColours = {
  lvCavity: heartColours.lvCavity,
  lvEpicardium: heartColours.lvMyocardium,
  rvCavity: heartColours.rvCavity,
} as const;

/** The surfaces of one phase by chamber: class 1, 2 and 3 in the order of the bodies. */
export function denseBodies(
  meshes: readonly DenseMesh[],
  grid: DenseGrid,
  planes: readonly DensePlane[],
): DenseBodies {
  return Object.fromEntries(
    meshes.flatMap(({ classId, points, triangles }) => {
      const name = bodyNames[classId - 1];
      if (!name || triangles.length === 0) return [];
      const body: DenseBody = {
        points,
        triangles,
        normals: pointNormals(points, triangles),
        colours: pointColours(points, grid, planes, bodyColours[name]),
      };
      return [[name, body]];
    }),
  );
}
