import type { VolumeRecord } from '../../studies/library/records.ts';
import {
  patientToVoxel,
  type LpsPoint,
  type VolumeGeometry,
} from '../../studies/volume/geometry.ts';
import { bytesPerVoxel, voxelArray, type VoxelArray } from '../../studies/volume/volume.ts';

/**
 * The samples of one volume as far as they have arrived. Never made reactive: views are told of
 * news through `onNews` and look here again.
 */
export class VolumeData {
  readonly record: VolumeRecord;
  readonly geometry: VolumeGeometry;
  readonly voxels: VoxelArray;
  /** Samples in one slice; three a voxel for colour pictures. */
  readonly samplesPerSlice: number;
  error: unknown = null;
  readonly #ready: Uint8Array;
  #readyCount = 0;
  readonly #listeners = new Set<() => void>();

  /** Takes the memory for the whole volume at once; throws RangeError when there is not enough. */
  constructor(record: VolumeRecord) {
    this.record = record;
    this.geometry = record;
    const colours = record.voxelType === 'rgb8' ? 3 : 1;
    this.samplesPerSlice = record.dims[0] * record.dims[1] * colours;
    const slices = record.dims[2] * record.phases;
    const bytes = (slices * this.samplesPerSlice * bytesPerVoxel[record.voxelType]) / colours;
    this.voxels = voxelArray(record.voxelType, new ArrayBuffer(bytes));
    this.#ready = new Uint8Array(slices);
  }

  get byteLength(): number {
    return this.voxels.byteLength;
  }

  /** Share of the slices that have arrived, 0 to 1. */
  get progress(): number {
    return this.#readyCount / this.#ready.length;
  }

  get complete(): boolean {
    return this.#readyCount === this.#ready.length;
  }

  hasSlice(k: number, phase = 0): boolean {
    return this.#ready[phase * this.record.dims[2] + k] === 1;
  }

  hasPhase(phase: number): boolean {
    const slices = this.record.dims[2];
    return this.#ready.subarray(phase * slices, (phase + 1) * slices).every((ready) => ready === 1);
  }

  /** Numbers of the slices (counted through all phases) that have arrived. */
  readySlices(): number[] {
    return Array.from(this.#ready.keys()).filter((slice) => this.#ready[slice] === 1);
  }

  /** Copies in slices k0 to k1 (exclusive) of a phase, in the bytes the engine sends. */
  receive(bytes: ArrayBuffer, k0: number, k1: number, phase = 0): void {
    this.#take(bytes, phase * this.record.dims[2] + k0, k1 - k0);
  }

  /** Copies in every slice of every phase. */
  receiveAll(bytes: ArrayBuffer): void {
    this.#take(bytes, 0, this.#ready.length);
  }

  #take(bytes: ArrayBuffer, first: number, slices: number): void {
    const expected = slices * this.samplesPerSlice;
    const samples = voxelArray(this.record.voxelType, bytes);
    if (samples.length !== expected) {
      throw new RangeError(`${expected} samples expected, ${samples.length} came`);
    }
    this.voxels.set(samples, first * this.samplesPerSlice);
    for (let slice = first; slice < first + slices; slice++) {
      if (this.#ready[slice] === 0) this.#readyCount++;
      this.#ready[slice] = 1;
    }
    this.tell();
  }

  /** Calls back on every arrival and on failure; returns the way to stop. */
  onNews(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Physical value of the voxel nearest to a patient point; null outside the volume, in a colour
   * picture, and where nothing has arrived yet.
   */
  valueAt(point: LpsPoint, phase = 0): number | null {
    const { dims, rescaleSlope, rescaleIntercept, voxelType } = this.record;
    const [i, j, k] = patientToVoxel(this.geometry, point).map(Math.round) as [
      number,
      number,
      number,
    ];
    const inside = i >= 0 && j >= 0 && k >= 0 && i < dims[0] && j < dims[1] && k < dims[2];
    if (!inside || voxelType === 'rgb8' || !this.hasSlice(k, phase)) return null;
    const stored = this.voxels[((phase * dims[2] + k) * dims[1] + j) * dims[0] + i]!;
    return stored * rescaleSlope + rescaleIntercept;
  }
}
