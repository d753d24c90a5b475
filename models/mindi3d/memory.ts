import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { GridSize } from './working-grid.ts';

/** Input, state, prediction, output, and a checkpoint under way in two copies. */
const bytesPerVoxel = 2 + 4 + 4 + 2 + 8;
/** Two sums, the spread, and the sums' copies in a checkpoint. */
const bytesPerVoxelOfSamples = 8 + 4 + 16;
/** Input, correction and one pass on the original grid when the network works on another. */
const bytesPerVoxelOfResampling = 2 + 4 + 8;
/** Node, onnxruntime, weights and the activations of one tile. */
const fixedBytes = 0.6e9;

export interface MemoryNeed {
  /** The volume's own grid. */
  readonly dims: GridSize;
  /** The grid the network works on; the same object when it is the volume's own. */
  readonly workingDims: GridSize;
  readonly samples: number;
}

/** Bytes that a run of MInDI-3D takes at its peak. */
export function memoryNeedBytes({ dims, workingDims, samples }: MemoryNeed): number {
  const worked = count(workingDims);
  const own = workingDims === dims ? 0 : count(dims) * bytesPerVoxelOfResampling;
  return fixedBytes + own + worked * (bytesPerVoxel + (samples > 1 ? bytesPerVoxelOfSamples : 0));
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
