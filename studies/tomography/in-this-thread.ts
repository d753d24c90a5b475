import type { ConeBeam } from './cone-beam.ts';
import { ConeBeamKernels } from './kernels/cone-beam-kernels.ts';

/** Cone-beam physics on the thread that asks; a call blocks it until it is done. */
export function inThisThread(): ConeBeam {
  let kernels: ConeBeamKernels | null = new ConeBeamKernels();
  const run = <T>(task: (kernels: ConeBeamKernels) => T): Promise<T> =>
    kernels ? Promise.try(task, kernels) : Promise.reject(new Error('disposed'));
  return {
    project: (grid, geometry) => {
      const end = geometry.anglesDeg.length * geometry.detectorColumns;
      return run((beam) => beam.project(grid, geometry, { first: 0, end }));
    },
    backProject: (projections, geometry, grid, options) => {
      const range = { first: 0, end: grid.counts[0] };
      return run((beam) => beam.backProject(projections, geometry, grid, options, range));
    },
    filter: (projections, geometry, filter) => {
      const range = { first: 0, end: geometry.anglesDeg.length };
      return run((beam) => beam.filter(projections, geometry, filter, range));
    },
    lowerTotalVariation: (grid, weight) => {
      const range = { first: 0, end: grid.counts[0] };
      return run((beam) => beam.lowerTotalVariation(grid, weight, range));
    },
    dispose: () => {
      kernels = null;
      return Promise.resolve();
    },
  };
}
