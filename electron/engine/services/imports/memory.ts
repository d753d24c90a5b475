import { availableMemory } from 'node:process';

/** Kept free for everything else while a volume is in memory. */
const RESERVE_BYTES = 512 * 2 ** 20;
const MAX_FRAME_BUDGET_BYTES = 1.5 * 2 ** 30;

/** Asking the system takes long enough to matter when every file asks. */
const FRESH_MS = 500;
let asked = { at: -Infinity, bytes: 0 };

function memoryAvailable(): number {
  const now = performance.now();
  if (now - asked.at > FRESH_MS) asked = { at: now, bytes: availableMemory() };
  return asked.bytes;
}

/** The largest volume that may be brought into memory just now. */
export function maxVolumeBytes(): number {
  return Math.max(RESERVE_BYTES, memoryAvailable() - RESERVE_BYTES);
}

/** Room for frames that were decoded and wait for their volume. */
export function frameBudgetBytes(): number {
  return Math.min(MAX_FRAME_BUDGET_BYTES, memoryAvailable() / 4);
}
