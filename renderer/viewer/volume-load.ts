import { toRaw } from 'vue';
import { fetchVoxels } from '../client/voxels.ts';
import type { VolumeRecord } from '../../studies/library/records.ts';
import { bytesPerVoxel } from '../../studies/volume/volume.ts';
import { VolumeData } from './volume-data.ts';

interface Slab {
  readonly phase: number;
  readonly k0: number;
  readonly k1: number;
}

interface Entry {
  readonly data: VolumeData;
  users: number;
  abort: AbortController | null;
}

const slabBytes = 4 * 1024 * 1024;
const wholeBytes = 64 * 1024 * 1024;
const requestsAtOnce = 3;
/** Volumes nobody looks at stay this long in memory, the oldest leaving first. */
const keptBytes = 512 * 1024 * 1024;

const entries = new Map<string, Entry>();

/**
 * The samples of a volume, shared by every view that shows it; they arrive slab by slab, the
 * middle of the volume first. Give it back with `closeVolume`. Throws RangeError when there is
 * not enough memory.
 */
export function openVolume(record: VolumeRecord): VolumeData {
  let entry = entries.get(record.id);
  if (!entry) {
    entry = { data: new VolumeData(toRaw(record)), users: 0, abort: null };
    entries.set(record.id, entry);
  }
  entry.users++;
  if (!entry.abort && !entry.data.complete) void load(entry);
  return entry.data;
}

/** Ends one use; a volume that nobody uses stops loading, and leaves memory when room is short. */
export function closeVolume(data: VolumeData): void {
  const entry = entries.get(data.record.id);
  if (!entry || entry.data !== data) return;
  entry.users--;
  if (entry.users > 0) return;
  entry.abort?.abort();
  entry.abort = null;
  entries.delete(data.record.id);
  if (!data.complete) return;
  entries.set(data.record.id, entry);
  const idle = [...entries.values()].filter((other) => other.users === 0);
  let bytes = idle.reduce((sum, other) => sum + other.data.byteLength, 0);
  for (const other of idle) {
    if (bytes <= keptBytes) break;
    entries.delete(other.data.record.id);
    bytes -= other.data.byteLength;
  }
}

/** Asks again for what is missing after a failure. */
export function retryVolume(data: VolumeData): void {
  const entry = entries.get(data.record.id);
  if (entry && !entry.abort && !data.complete) void load(entry);
}

async function load(entry: Entry): Promise<void> {
  const abort = new AbortController();
  entry.abort = abort;
  entry.data.error = null;
  const slabs = slabsFromTheMiddle(entry.data.record).filter(
    (slab) => !entry.data.hasSlice(slab.k0, slab.phase),
  );
  const { id, phases } = entry.data.record;
  const next = async () => {
    const slab = slabs.shift();
    if (!slab) return;
    const bytes = await fetchVoxels(id, slab, abort.signal);
    if (!abort.signal.aborted) entry.data.receive(bytes, slab.k0, slab.k1, slab.phase);
  };
  const worker = async () => {
    while (slabs.length > 0 && !abort.signal.aborted) await next();
  };
  try {
    if (phases > 1 && entry.data.byteLength <= wholeBytes) {
      // A cine is many small phases: one to look at, and then the rest in one piece.
      await next();
      const bytes = await fetchVoxels(id, {}, abort.signal);
      if (!abort.signal.aborted) entry.data.receiveAll(bytes);
    } else await Promise.all(Array.from({ length: requestsAtOnce }, worker));
  } catch (error) {
    if (!abort.signal.aborted) {
      abort.abort();
      entry.data.error = error;
      entry.data.tell();
    }
  } finally {
    if (entry.abort === abort) entry.abort = null;
  }
}

/** Phase by phase; within a phase the middle slab first, then outwards. */
export function slabsFromTheMiddle(record: VolumeRecord): Slab[] {
  const [columns, rows, slices] = record.dims;
  const sliceBytes = columns * rows * bytesPerVoxel[record.voxelType];
  const thickness = Math.max(1, Math.floor(slabBytes / sliceBytes));
  const middle = Math.floor(slices / 2);
  const inPhase: [number, number][] = [];
  for (let k = 0; k < slices; k += thickness) inPhase.push([k, Math.min(slices, k + thickness)]);
  const away = ([k0, k1]: [number, number]) => Math.abs((k0 + k1) / 2 - middle - 0.5);
  inPhase.sort((a, b) => away(a) - away(b));
  return Array.from({ length: record.phases }, (_, phase) =>
    inPhase.map(([k0, k1]) => ({ phase, k0, k1 })),
  ).flat();
}
