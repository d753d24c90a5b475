import { voxelsOf } from './circular-geometry.ts';
import type { ConeBeam } from './cone-beam.ts';
import { addBackProjection, filterView } from './fdk-view.ts';
import { projectView } from './forward-projection.ts';
import { totalVariationStep } from './total-variation.ts';

/** Cone-beam physics on the thread that asks; long calls block it. */
export function inThisThread(): ConeBeam {
  return {
    async project(grid, geometry) {
      const pixels = geometry.detectorColumns * geometry.detectorRows;
      const out = new Float32Array(pixels * geometry.anglesDeg.length);
      geometry.anglesDeg.forEach((_, view) => {
        projectView(grid, geometry, view, out.subarray(view * pixels, (view + 1) * pixels));
      });
      return out;
    },
    async backProject(projections, geometry, grid, options) {
      const pixels = geometry.detectorColumns * geometry.detectorRows;
      const sum = { ...grid, mu: new Float32Array(voxelsOf(grid)) };
      geometry.anglesDeg.forEach((_, view) => {
        const part = projections.subarray(view * pixels, (view + 1) * pixels);
        addBackProjection(sum, geometry, view, part, options);
      });
      return sum.mu;
    },
    async filter(projections, geometry, filter) {
      const pixels = geometry.detectorColumns * geometry.detectorRows;
      const out = new Float32Array(projections.length);
      geometry.anglesDeg.forEach((_, view) => {
        const part = projections.subarray(view * pixels, (view + 1) * pixels);
        out.set(filterView(part, geometry, view, filter), view * pixels);
      });
      return out;
    },
    async lowerTotalVariation(grid, weight) {
      return totalVariationStep(grid, weight);
    },
    async dispose() {},
  };
}
