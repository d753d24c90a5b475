import { warning, type Warning } from '../../messages/sparrow-error.ts';
import type { SourceFrame } from './source-frame.ts';

export interface PixelSize {
  readonly spacingMm: readonly [number, number];
  /** False when lengths are in pixels; the shape of a pixel is kept all the same. */
  readonly calibrated: boolean;
  readonly warnings: readonly Warning[];
}

/** Pixel size in the patient. Spacing at the detector is not the patient's and is not used as such. */
export function pixelSize({ frame, image }: SourceFrame): PixelSize {
  const { spacingMm, spacingBasis } = frame;
  const sane = spacingMm !== null && spacingMm.every((s) => Number.isFinite(s) && s > 0);
  if (sane && spacingBasis === 'pixel') return { spacingMm, calibrated: true, warnings: [] };
  if (sane && spacingBasis === 'imager') {
    return {
      spacingMm: [1, spacingMm[1] / spacingMm[0]],
      calibrated: false,
      warnings: [warning('assemble/imager-spacing')],
    };
  }
  return {
    spacingMm: [1, image.pixelAspect > 0 ? image.pixelAspect : 1],
    calibrated: false,
    warnings: [warning('assemble/no-spacing')],
  };
}
