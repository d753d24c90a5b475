import { availableMemory } from 'node:process';

/** Kept free for everything else while a volume is in memory. */
const RESERVE_BYTES = 512 * 2 ** 20;
const MAX_FRAME_BUDGET_BYTES = 1.5 * 2 ** 30;

/** The largest volume that may be brought into memory just now. */
export function maxVolumeBytes(): number {
  return Math.max(RESERVE_BYTES, availableMemory() - RESERVE_BYTES);
}

/** Room for frames that were decoded and wait for their volume. */
export function frameBudgetBytes(): number {
  return Math.min(MAX_FRAME_BUDGET_BYTES, availableMemory() / 4);
}
