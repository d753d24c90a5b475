import type { VolumeRecord } from '../../studies/library/records.ts';
import { departureTable, spreadTable } from './colour.ts';
import type { VeilScale } from './veil.ts';

/**
 * Maps that may lie over a result's slices. 'departure': where it disagrees with the measurement,
 * HU, positive where the picture is too dense. 'spread': standard deviation over the seeds, HU.
 */
export type OverlayKind = 'departure' | 'spread';

/** A map that is at hand, on the grid of the volume it belongs to. */
export interface OverlayOffer {
  readonly kind: OverlayKind;
  readonly volume: VolumeRecord;
  /** From where on values are marked at first. */
  readonly thresholdHu: number;
}

/** What the reader chose; kept while he goes from screen to screen. */
export interface OverlayChoice {
  /** The one map that is shown. */
  readonly kind: OverlayKind | null;
  readonly opacity: number;
  readonly thresholdsHu: Readonly<Partial<Record<OverlayKind, number>>>;
}

export const noOverlay: OverlayChoice = { kind: null, opacity: 0.6, thresholdsHu: {} };

/** Thresholds that can be chosen, HU. */
export const thresholdsHu = { min: 2, max: 100, step: 1 } as const;

/** Full colour at this many thresholds, so that moving the threshold keeps the colours useful. */
const fullColour = 4;

export function overlayScale(kind: OverlayKind, thresholdHu: number): VeilScale {
  const high = fullColour * thresholdHu;
  return kind === 'departure'
    ? { table: departureTable, low: -high, high }
    : { table: spreadTable, low: 0, high };
}

/** After a press of the overlay key: each map in turn, then none. */
export function nextOverlay(
  shown: OverlayKind | null,
  offered: readonly OverlayKind[],
): OverlayKind | null {
  const place = shown === null ? -1 : offered.indexOf(shown);
  return offered[place + 1] ?? null;
}
