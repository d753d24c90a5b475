import type { Method } from './effort.ts';

export const methods: readonly Method[] = ['fdk', 'os-sart', 'os-sart-tv'];

/** What the engine takes where nothing else is asked for. */
export const methodDefaults: Record<Method, { iterations: number; tvWeightHu: number }> = {
  fdk: { iterations: 1, tvWeightHu: 0 },
  'os-sart': { iterations: 10, tvWeightHu: 0 },
  'os-sart-tv': { iterations: 10, tvWeightHu: 8 },
};

/** Windows of the ramp filter, by where they end as a share of the Nyquist frequency. */
export const filters = [
  { id: 'hann', cutOff: 1 },
  { id: 'soft', cutOff: 0.7 },
  { id: 'ramp', cutOff: 11 },
] as const;
