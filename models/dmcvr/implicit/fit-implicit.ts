import { keepLargestBody } from '../../../studies/cardiac/surfaces/largest-body.ts';
import { meshVolumeMl, type Mesh } from '../../../studies/cardiac/surfaces/mesh.ts';
import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { ContourSamples, type LabelledPlane } from './contour-samples.ts';
import { fieldMesh } from './field-mesh.ts';
import { fieldOnGrid, gridOf, outsideMm } from './field-grid.ts';
import { trainField, type FitBudget, type FitHooks } from './train-field.ts';

export interface ImplicitOptions extends FitHooks {
  /** Which labels belong to the class; an epicardium is the union of cavity and muscle. */
  readonly inside: (label: number) => boolean;
  readonly seed?: number;
  readonly budget?: Partial<FitBudget>;
  /** Of the grid, mm. */
  readonly spacingMm?: number;
}

/** One class at one moment as a surface of its own. */
export interface ImplicitSurface {
  /** Isotropic; axes: row, column and normal of the largest group of parallel planes. */
  readonly grid: VolumeGeometry;
  /** One body: mm, positive inside, zero on the surface, columns fastest. Not a distance far from it. */
  readonly field: Float32Array;
  readonly mesh: Mesh;
  /** What the mesh encloses. */
  readonly volumeMl: number;
}

export const usualBudget: FitBudget = { steps: 600, points: 512, triples: 128, width: 40 };

/**
 * A closed surface through the outlines on planes of any direction, short and long axis together: a
 * neural field fitted to this one case, in the manner of OReX (Sawdayee, Vaxman, Bermano 2023). No
 * training set, no picture. The same planes, seed and budget give the same surface.
 * Null where no plane shows the class. Throws Cancelled, and RangeError where a label map is not of
 * its plane's size.
 */
export async function fitImplicit(
  planes: readonly LabelledPlane[],
  options: ImplicitOptions,
): Promise<ImplicitSurface | null> {
  const { inside, seed = 1, spacingMm = 2 } = options;
  const samples = ContourSamples.of(planes, inside, seed);
  if (samples === null) return null;
  const budget = { ...usualBudget, ...options.budget };
  const trained = await trainField(samples, seed, budget, options);
  const grid = gridOf(samples.box, spacingMm);
  const field = fieldOnGrid(trained, grid);
  keepLargestBody(field, grid.dims, outsideMm);
  const mesh = fieldMesh(field, grid);
  return { grid, field, mesh, volumeMl: meshVolumeMl(mesh) };
}
