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
import { meshBytes, type BodyName } from './mesh-bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** One surface of a second opinion. */
export interface FittedBody {
  readonly mesh: Mesh;
  readonly body: ImplicitSummary['bodies'][number];
}

/** Heavy work on dense hearts, for a thread of its own. */
export const denseTasks = {
  /** Surfaces of one phase as they are sent. */
  denseSurfaces: (labels: Uint8Array, grid: DenseGrid): Bytes =>
    meshBytes(denseSurfaces(labels, grid)),

  denseStl: (labels: Uint8Array, grid: DenseGrid, names: readonly BodyName[]): Bytes => {
    const meshes = names.flatMap((name) => denseSurface(labels, grid, chamberClasses[name]) ?? []);
    return new Uint8Array(binaryStl(meshes));
  },

  /**
   * One implicit surface through the measured planes, and how far it lies from the dense one. A
   * long-axis plane counts where it shows the body: not every view cuts every chamber.
   */
  implicit: async (
    planes: { slices: readonly LabelledPlane[]; longAxis: readonly LabelledPlane[] },
    denseLabels: Uint8Array,
    grid: DenseGrid,
    name: BodyName,
  ): Promise<FittedBody | null> => {
    const classes: readonly number[] = chamberClasses[name];
    const inside = (label: number) => classes.includes(label);
    const showing = planes.longAxis.filter(({ labels }) => labels.some(inside));
    const fitted = await fitImplicit([...planes.slices, ...showing], { inside });
    const dense = denseSurface(denseLabels, grid, classes);
    if (fitted === null || dense === null) return null;
    const apart = disagreement(fitted.mesh, dense);
    if (apart === null) return null;
    const distanceMm = (apart.there.meanMm + apart.back.meanMm) / 2;
    return { mesh: fitted.mesh, body: { name, distanceMm, volumeMl: apart.volumeMl } };
  },
} as const;
