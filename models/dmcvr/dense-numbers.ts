import { denseMeasures, discMeasures } from '../../studies/cardiac/dense/dense-measures.ts';
import type { DensePlan } from '../../studies/cardiac/dense/plan-dense.ts';
import { chamberClasses } from '../../studies/cardiac/dense/signed-distance.ts';
import { denseSurface, voxelVolumeMl } from '../../studies/cardiac/surfaces/dense-surfaces.ts';
import { meshVolumeMl } from '../../studies/cardiac/surfaces/mesh.ts';
import type { DenseResult } from '../../studies/library/dense-records.ts';
import type { HeartFrame } from '../../studies/library/heart-records.ts';
import type { DensePhase } from './messages.ts';

export interface DenseNumbers extends Pick<DenseResult, 'measures' | 'discs' | 'curves'> {
  /** Places in the phases that were made. */
  readonly edIndex: number;
  readonly esIndex: number;
}

/** Volumes of the dense labels by voxels and by closed surface, and of the measured slices alone. */
export function denseNumbers(
  phases: readonly DensePhase[],
  {
    plan: { grid, slices, firstSliceMm },
    frame,
    sliceLabels,
  }: {
    plan: DensePlan;
    frame: HeartFrame;
    sliceLabels: (slice: number, index: number) => Uint8Array;
  },
): DenseNumbers {
  const dense = denseMeasures(
    phases.map(({ labels }) => labels),
    grid,
    frame,
  );
  const chosen = { edPhase: dense.edPhase, esPhase: dense.esPhase };
  const discs = discMeasures(
    {
      grid,
      frame,
      zMm: slices.map(({ zMm }) => firstSliceMm + zMm),
      labels: sliceLabels,
      phases: phases.length,
    },
    chosen,
  );
  const cavity = chamberClasses.lvCavity;
  const mesh = (labels: Uint8Array) => {
    const surface = denseSurface(labels, grid, cavity);
    return surface === null ? 0 : Math.abs(meshVolumeMl(surface));
  };
  return {
    measures: dense.measures,
    discs: discs.measures,
    curves: {
      voxelMl: phases.map(({ labels }) => voxelVolumeMl(labels, grid, cavity)),
      meshMl: phases.map(({ labels }) => mesh(labels)),
    },
    edIndex: dense.edPhase,
    esIndex: dense.esPhase,
  };
}
