import type { Library } from '../../../studies/library/library.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { selectedBytes, sliceBytes } from '../../../studies/library/voxel-layout.ts';
import { suggestWindow } from '../../../studies/volume/histogram.ts';
import { voxelArray, type VoxelGrid } from '../../../studies/volume/volume.ts';
import { rebuildVoxels } from './imports/rebuild.ts';
import type { VolumesService, VoxelRange } from './services.ts';
import { thumbnailPng } from './thumbnails.ts';

/** About what one piece of a streamed body holds. */
const PIECE_BYTES = 4 * 2 ** 20;

/** Voxels of imported and of computed volumes alike; lost voxel files are made again on the way. */
export function createVolumes(library: Library): VolumesService {
  const { volumes } = library;
  const rebuilding = new Map<string, Promise<void>>();

  /** One rebuild at a time for each volume, however many ask. */
  async function requireVoxels(id: string): Promise<VolumeRecord> {
    const record = volumes.get(id);
    if (volumes.hasVoxels(id)) return record;
    const running = rebuilding.get(id) ?? rebuildVoxels(library, id);
    rebuilding.set(id, running);
    try {
      await running;
    } finally {
      rebuilding.delete(id);
    }
    return record;
  }

  async function grid(id: string, phase?: number): Promise<VoxelGrid> {
    const record = await requireVoxels(id);
    return gridOf(record, await volumes.readVoxels(id, { phase }), phase);
  }

  return {
    get: (id) => new Promise((resolve) => resolve(volumes.get(id))),
    async voxels(id, range) {
      const record = await requireVoxels(id);
      const { phase, k0, k1 } = range;
      return {
        byteLength: selectedBytes(record, range),
        etag: [id, phase, k0, k1].map((part) => part ?? 'all').join('-'),
        chunks: pieces(record, range, (piece) => volumes.readVoxels(id, piece)),
      };
    },
    grid,
    async thumbnail(id) {
      const kept = volumes.thumbnail(id);
      if (kept !== null) return kept;
      const record = await requireVoxels(id);
      const middle = Math.floor(record.dims[2] / 2);
      const bytes = await volumes.readVoxels(id, { phase: 0, k0: middle, k1: middle + 1 });
      const slice = gridOf({ ...record, dims: [record.dims[0], record.dims[1], 1] }, bytes, 0);
      const png = thumbnailPng(slice, windowOf(record, slice));
      if (!library.readOnly) volumes.saveThumbnail(id, png);
      return png;
    },
  };
}

function gridOf(
  record: VolumeRecord,
  bytes: Uint8Array<ArrayBuffer>,
  phase: number | undefined,
): VoxelGrid {
  const { dims, spacingMm, originMm, axes, voxelType } = record;
  return {
    geometry: { dims, spacingMm, originMm, axes },
    phases: phase === undefined ? record.phases : 1,
    voxelType,
    voxels: voxelArray(voxelType, bytes.buffer),
    rescaleSlope: record.rescaleSlope,
    rescaleIntercept: record.rescaleIntercept,
    unit: record.unit,
  };
}

function windowOf(record: VolumeRecord, grid: VoxelGrid) {
  const { windowCentre: centre, windowWidth: width } = record;
  if (centre !== null && width !== null) return { centre, width };
  return grid.voxelType === 'rgb8' ? { centre: 127.5, width: 255 } : suggestWindow(grid);
}

/** A range in pieces of a few slices each, in the order of its bytes. */
async function* pieces(
  record: VolumeRecord,
  range: VoxelRange,
  read: (piece: VoxelRange) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { phase, k0 = 0, k1 = record.dims[2] } = range;
  const step = Math.max(1, Math.floor(PIECE_BYTES / sliceBytes(record)));
  const phases = phase === undefined ? [...Array(record.phases).keys()] : [phase];
  for (const one of phases) {
    for (let from = k0; from < k1; from += step) {
      yield await read({ phase: one, k0: from, k1: Math.min(k1, from + step) });
    }
  }
}
