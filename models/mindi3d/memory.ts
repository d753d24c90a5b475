import type { EnhanceParams } from '../../studies/library/records.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { GridSize } from './working-grid.ts';

/** Input, state, prediction, output, and a checkpoint under way in two copies. */
const bytesPerVoxel = 2 + 4 + 4 + 2 + 8;
/** Two sums, the spread, and the sums' copies in a checkpoint. */
const bytesPerVoxelOfSamples = 8 + 4 + 16;
/** Input, correction and one pass on the original grid when the network works on another. */
const bytesPerVoxelOfResampling = 2 + 4 + 8;
/**
 * OS-SART on a lengthened grid: the picture and its change, its weights for each of ten subsets, the
 * six fields of total variation, the threads' copies.
 */
const bytesPerVoxelOfProjections = 4 * 1.2 * (2 + 10 + 6 + 2);
/** Measured, computed, weights, what is compared, and copies on their way to the threads. */
const bytesPerRay = 4 * 7;
/** Node, onnxruntime, weights and the activations of one tile (0.88 GB measured for one of 160^3). */
const fixedBytes = 0.9e9;

export interface MemoryNeed {
  /** The volume's own grid. */
  readonly dims: GridSize;
  /** The grid the network works on; the same object when it is the volume's own. */
  readonly workingDims: GridSize;
  readonly params: Pick<EnhanceParams, 'samples' | 'steps' | 'keepSteps'>;
  /** Measured line integrals; 0 when the projections are not at hand. */
  readonly lineIntegrals: number;
}

/** Bytes that a run of MInDI-3D takes at its peak. */
export function memoryNeedBytes(need: MemoryNeed): number {
  const { dims, workingDims, params, lineIntegrals } = need;
  const worked = count(workingDims);
  const own = workingDims === dims ? 0 : count(dims) * bytesPerVoxelOfResampling;
  const kept = params.keepSteps ? count(dims) * 2 * (params.steps + 1) : 0;
  const sampled = params.samples > 1 ? bytesPerVoxelOfSamples : 0;
  const physics =
    lineIntegrals === 0
      ? 0
      : lineIntegrals * bytesPerRay + Math.max(count(dims), worked) * bytesPerVoxelOfProjections;
  return fixedBytes + own + kept + physics + worked * (bytesPerVoxel + sampled);
}

/** Throws model/too-big when a run would not fit into the memory that is free, before it takes any. */
export function checkMemory(need: MemoryNeed, freeBytes: number = process.availableMemory()): void {
  const bytes = memoryNeedBytes(need);
  if (bytes <= freeBytes) return;
  throw new SparrowError('model/too-big', {
    needGb: (bytes / 1e9).toFixed(1),
    freeGb: (freeBytes / 1e9).toFixed(1),
  });
}

function count(dims: GridSize): number {
  return dims[0] * dims[1] * dims[2];
}
