import type {
  AttenuationGrid,
  CircularGeometry,
  GridFrame,
} from '../../tomography/circular-geometry.ts';
import type { BackProjectionOptions } from '../../tomography/cone-beam.ts';
import type { ConeBeamKernels } from '../../tomography/kernels/cone-beam-kernels.ts';
import type { Range } from '../../tomography/kernels/range.ts';
import type { RampFilter } from '../../tomography/ramp-filter.ts';

/** One thread's share of a call. Large arrays lie in shared memory. */
export type ConeBeamTask = { readonly range: Range } & (
  | {
      readonly kind: 'project';
      readonly grid: AttenuationGrid;
      readonly geometry: CircularGeometry;
    }
  | {
      readonly kind: 'backProject';
      readonly projections: Float32Array;
      readonly geometry: CircularGeometry;
      readonly grid: GridFrame;
      readonly options: BackProjectionOptions;
    }
  | {
      readonly kind: 'filter';
      readonly projections: Float32Array;
      readonly geometry: CircularGeometry;
      readonly filter: RampFilter;
    }
  | {
      readonly kind: 'lowerTotalVariation';
      readonly grid: AttenuationGrid;
      readonly weight: number;
    }
);

export type ConeBeamReply =
  | { readonly id: number; readonly values: Float32Array<ArrayBuffer> }
  | { readonly id: number; readonly error: unknown };

export function runTask(kernels: ConeBeamKernels, task: ConeBeamTask): Float32Array<ArrayBuffer> {
  switch (task.kind) {
    case 'project':
      return kernels.project(task.grid, task.geometry, task.range);
    case 'backProject':
      return kernels.backProject(
        task.projections,
        task.geometry,
        task.grid,
        task.options,
        task.range,
      );
    case 'filter':
      return kernels.filter(task.projections, task.geometry, task.filter, task.range);
    case 'lowerTotalVariation':
      return kernels.lowerTotalVariation(task.grid, task.weight, task.range);
  }
}
