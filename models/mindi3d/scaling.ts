/**
 * The network's intensity scale: s = 2 (clip(HU) - huMin) / (huMax - huMin) - 1, the same for every
 * volume, so that HU survive the round trip. 0.01 is 15 HU on the usual window of -1000 to 2000.
 */
export interface HuScale {
  readonly huMin: number;
  readonly huMax: number;
}

/** Hounsfield units of one scaled unit. */
export function huPerUnit({ huMin, huMax }: HuScale): number {
  return (huMax - huMin) / 2;
}

/** Scaled value of every 16-bit HU, at index HU + 32768. */
export function scaleTable(scale: HuScale): Float32Array {
  const { huMin, huMax } = scale;
  return Float32Array.from({ length: 65536 }, (_, index) => {
    const hu = Math.min(huMax, Math.max(huMin, index - 32768));
    return (2 * (hu - huMin)) / (huMax - huMin) - 1;
  });
}

/**
 * HU of a scaled prediction, rounded. What the input had above the window (metal, dense implants) is
 * put back on top, because the network never saw it and must not cut it off.
 */
export function restoreHu(scaled: number, inputHu: number, { huMin, huMax }: HuScale): number {
  const hu = huMin + ((scaled + 1) / 2) * (huMax - huMin);
  const clipped = Math.min(huMax, Math.max(huMin, hu));
  return Math.min(32767, Math.round(clipped + Math.max(0, inputHu - huMax)));
}
