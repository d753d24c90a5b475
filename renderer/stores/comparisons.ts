import { defineStore } from 'pinia';
import type { Comparison } from '../../electron/engine/contract/shapes.ts';
import { call } from '../client/call.ts';
import { useToasts } from './toasts.ts';

/** Numbers between two volumes, asked for once: volumes never change. */
export const useComparisons = defineStore('comparisons', () => {
  const toasts = useToasts();
  const known = new Map<string, Comparison>();

  /**
   * `measured` against `reference` inside the field of view, differences as measured minus
   * reference; null when it could not be measured.
   */
  async function between(measured: string, reference: string): Promise<Comparison | null> {
    const key = `${measured} ${reference}`;
    const found = known.get(key);
    if (found) return found;
    const body = { a: reference, b: measured, mask: 'fov' as const };
    const made = await toasts.guard(() => call('POST /api/compare', { body }));
    if (made) known.set(key, made);
    return made ?? null;
  }

  return { between };
});
