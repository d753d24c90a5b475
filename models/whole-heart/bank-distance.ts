import { EMBEDDING } from './graph-shapes.ts';

/**
 * 1 - cosine to the k-th nearest of a bank of unit vectors ([n][128]); to the farthest where the bank
 * is smaller.
 */
export function bankDistance(embedding: Float32Array, bank: Float32Array, k: number): number {
  const nearest: number[] = [];
  for (let from = 0; from + EMBEDDING <= bank.length; from += EMBEDDING) {
    let sum = 0;
    for (let n = 0; n < EMBEDDING; n++) sum += embedding[n]! * bank[from + n]!;
    nearest.push(1 - sum);
  }
  nearest.sort((a, b) => a - b);
  return nearest[Math.min(k, nearest.length) - 1] ?? 0;
}
