import type { DenseMethod } from '../../studies/library/dense-records.ts';
import type { Arrays } from '../runtime/graph-set.ts';
import type { DenseRole } from './graph-shapes.ts';

/** What the steps of a run share: the graphs, and a look at whether it is still wanted. */
export interface DenseRun {
  readonly run: (role: DenseRole, inputs: Arrays, batch?: number) => Promise<Arrays>;
  readonly cancelled: () => boolean;
  /** So many slices went through a network once. */
  readonly onWork: (slices: number) => void;
}

/** Slices in one pass of a network. */
export const batchSlices = 8;

/** The denoiser of a method; null: it has none. */
export function denoiserOf(method: DenseMethod): 'denoise' | 'denoise-middle' | null {
  if (method === 'dmcvr') return 'denoise';
  return method === 'dmcvr-middle' ? 'denoise-middle' : null;
}

/** Consecutive pieces of a list. */
export function batches<T>(list: readonly T[], size = batchSlices): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) =>
    list.slice(n * size, (n + 1) * size),
  );
}

/** Arrays of equal length, one after the other. */
export function joined(arrays: readonly Float32Array[]): Float32Array {
  const length = arrays[0]?.length ?? 0;
  const all = new Float32Array(arrays.length * length);
  arrays.forEach((array, n) => all.set(array, n * length));
  return all;
}

/** The same cut apart again. */
export function parted(all: Float32Array, count: number): Float32Array[] {
  const length = all.length / count;
  return Array.from({ length: count }, (_, n) => all.slice(n * length, (n + 1) * length));
}

/** 0..1 to the -1..1 that the networks see, and back, cut to 0..1. */
export const toSigned = (picture: Float32Array): Float32Array => picture.map((v) => 2 * v - 1);
export const toUnit = (picture: Float32Array): Float32Array =>
  picture.map((v) => Math.min(1, Math.max(0, (v + 1) / 2)));
