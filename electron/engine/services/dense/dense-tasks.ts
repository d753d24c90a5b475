import { disagreement } from '../../../../models/dmcvr/implicit/disagreement.ts';
import type { LabelledPlane } from '../../../../models/dmcvr/implicit/contour-samples.ts';
import { fitImplicit } from '../../../../models/dmcvr/implicit/fit-implicit.ts';
import { chamberClasses } from '../../../../studies/cardiac/dense/signed-distance.ts';
import { binaryStl } from '../../../../studies/cardiac/surfaces/binary-stl.ts';
import {
  denseSurface,
  denseSurfaces,
} from '../../../../studies/cardiac/surfaces/dense-surfaces.ts';
import type { Mesh } from '../../../../studies/cardiac/surfaces/mesh.ts';
import type { DenseGrid } from '../../../../studies/library/dense-records.ts';
import type { ImplicitSummary } from '../../contract/dense-routes.ts';
import { bodyNames, meshBytes, type BodyName } from './mesh-bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Heavy work on dense hearts, for a thread of its own. */
export const denseTasks = {
  /** Surfaces of one phase as they are sent. */
  denseSurfaces: (labels: Uint8Array, grid: DenseGrid): Bytes =>
    meshBytes(denseSurfaces(labels, grid)),

  denseStl: (labels: Uint8Array, grid: DenseGrid, names: readonly BodyName[]): Bytes => {
    const meshes = names.flatMap((name) => denseSurface(labels, grid, chamberClasses[name]) ?? []);
    return new Uint8Array(binaryStl(meshes));
  },

  /** Implicit surfaces through the measured planes, and how far they lie from the dense ones. */
  implicit: async (
    planes: readonly LabelledPlane[],
    labels: Uint8Array,
    grid: DenseGrid,
  ): Promise<{ meshes: Bytes; bodies: ImplicitSummary['bodies'] }> => {
    const found: Partial<Record<BodyName, Mesh>> = {};
    const bodies: ImplicitSummary['bodies'] = [];
    for (const name of bodyNames) {
      const classes: readonly number[] = chamberClasses[name];
      const fitted = await fitImplicit(planes, { inside: (label) => classes.includes(label) });
      const dense = denseSurface(labels, grid, classes);
      if (fitted === null || dense === null) continue;
      const apart = disagreement(fitted.mesh, dense);
      if (apart === null) continue;
      found[name] = fitted.mesh;
      const distanceMm = (apart.there.meanMm + apart.back.meanMm) / 2;
      bodies.push({ name, distanceMm, volumeMl: apart.volumeMl });
    }
    return { meshes: meshBytes(found), bodies };
  },
} as const;
