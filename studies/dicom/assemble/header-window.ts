import type { GreyWindow } from './assembled.ts';
import { valueUnit } from './kind.ts';
import type { SourceFrame } from './source-frame.ts';

/** The header's window in the units of the finished volume; null where it gives none that works. */
export function headerWindow(source: SourceFrame): GreyWindow | null {
  const { windowCentre: centre, windowWidth: width } = source.frame;
  if (centre === null || width === null) return null;
  if (!Number.isFinite(centre) || !Number.isFinite(width) || width <= 0) return null;
  return isInverted(source) ? { centre: mirror(source) - centre, width } : { centre, width };
}

/** White is stored low, and the values mean nothing that a sign would spoil. */
export function isInverted(source: SourceFrame): boolean {
  return (
    source.image.photometric.trim().toUpperCase() === 'MONOCHROME1' && valueUnit(source) !== 'HU'
  );
}

/** Physical value v becomes mirror - v: the stored range is turned round, not the meaning of zero. */
export function mirror({ image, frame }: SourceFrame): number {
  if (frame.modalityLut !== null) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of frame.modalityLut.values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low + high;
  }
  const [low, high] = image.signed
    ? [-(2 ** (image.bitsStored - 1)), 2 ** (image.bitsStored - 1) - 1]
    : [0, 2 ** image.bitsStored - 1];
  return (low + high) * frame.rescaleSlope + 2 * frame.rescaleIntercept;
}
