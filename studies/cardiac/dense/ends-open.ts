import { CROP_PIXEL_MM, CROP_SIZE } from '../planes/crop-grid.ts';
import { chamberTally } from '../function/tally.ts';

/** The cavity at the last slice may be this share of the largest; more, and the apex was missed. */
const openApexShare = 0.4;
/** A first slice whose cavity has muscle along more of its rim lies below the base. */
const openBaseShare = 0.75;

/**
 * Whether a stack seems to end before the ventricle does.
 * @param labels of all slices at one phase, base to apex, 96 x 96 classes
 */
export function endsOpen(labels: readonly Uint8Array[]): { base: boolean; apex: boolean } {
  const tallies = labels.map((slice) =>
    chamberTally(slice, [CROP_SIZE, CROP_SIZE], [CROP_PIXEL_MM, CROP_PIXEL_MM]),
  );
  const largest = Math.max(0, ...tallies.map(({ lvMm2 }) => lvMm2));
  const [first, last] = [tallies[0], tallies.at(-1)];
  return {
    base: (first?.muscledShare ?? 0) > openBaseShare,
    apex: (last?.lvMm2 ?? 0) > openApexShare * largest,
  };
}
