import type { VolumeKind } from '../../library/records.ts';
import type { ValueUnit } from '../../volume/volume.ts';
import { isColour, isLocalizer, type SourceFrame } from './source-frame.ts';

/** Names makers of cone-beam scanners put into model, scan options, image type or description. */
const coneBeam =
  /cbct|cone[\s_-]?beam|\bobi\b|on-board imag|truebeam|halcyon|hypersight|ethos|patient verification|\bxvi\b|i-cat|newtom|accuitomo|orthophos|promax/i;

/**
 * CT made with a cone beam: the header tells the projections, or its maker's words do. Descriptions
 * are typed by people and often wrong, so they count only where the model was left out.
 */
export function isConeBeam({ header }: SourceFrame): boolean {
  if (header.views !== null) return true;
  const words = [
    header.manufacturerModel,
    header.scanOptions,
    header.manufacturerModel === '' ? header.seriesDescription : '',
    ...header.imageType,
  ];
  return words.some((text) => coneBeam.test(text));
}

/** What a stack with geometry is. */
export function stackKind(frame: SourceFrame, phases: number): VolumeKind {
  switch (frame.header.modality) {
    case 'CT':
      if (isLocalizer(frame)) return 'other';
      return isConeBeam(frame) ? 'cbct' : 'ct';
    case 'MR':
      return phases > 1 ? 'cine' : 'mr';
    default:
      return 'other';
  }
}

/** Original CT is in HU unless its rescale type says otherwise (material maps, densities). */
export function valueUnit(frame: SourceFrame): ValueUnit {
  const { header } = frame;
  if (header.modality === 'MR') return 'signal';
  if (header.modality !== 'CT' || isLocalizer(frame) || isColour(frame)) return 'none';
  const type = frame.frame.rescaleType.trim().toUpperCase();
  const derived = header.imageType[0]?.toUpperCase() === 'DERIVED';
  if (type === '' || type === 'HU') return 'HU';
  return type === 'US' && !derived ? 'HU' : 'none';
}
