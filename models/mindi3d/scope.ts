import type { VolumeRecord } from '../../studies/library/records.ts';
import { warning, type Warning } from '../../studies/messages/sparrow-error.ts';
import type { RestorationCard } from '../runtime/card.ts';

/** What a volume's values are, counted once over all voxels. */
export interface HuCensus {
  voxels: number;
  max: number;
  /** Above 2500 HU: metal, as opposed to dense bone. */
  metal: number;
  /** From -1200 to -700 HU: air and lung. */
  air: number;
  /** Between -250 and 300 HU: fat, water, organs. */
  tissue: number;
  /** Below -1200 or above 8000 HU: no CT number. */
  strange: number;
}

/** Voxels of metal that are no noise; a clip or a screw has hundreds. */
const fewestMetalVoxels = 10;
/** Voxels may be this much finer or coarser than in training (section 5: 25 %). */
const spacingSlack = 0.25;
const rounding = 1e-6;

/**
 * Reasons why a result may be wrong because the input lies outside what the model was made for
 * (mindi3d.md, section 5, item 5). None stops the run; each is shown with the result for ever.
 */
export function scopeWarnings(
  volume: Pick<VolumeRecord, 'kind' | 'views' | 'spacingMm'>,
  census: HuCensus,
  input: RestorationCard['input'],
): Warning[] {
  const found: Warning[] = [];
  if (volume.kind !== 'cbct') found.push(warning('model/not-cbct'));
  const [fewest, most] = input.trainedViews;
  const trained = { from: fewest, to: most };
  if (volume.views === null) found.push(warning('model/views-unknown', trained));
  else if (volume.views < fewest || volume.views > most) {
    found.push(warning('model/views-outside', { views: volume.views, ...trained }));
  }
  const [finest, coarsest] = input.spacingMm;
  const isOutside = (mm: number) =>
    mm < finest * (1 - spacingSlack) - rounding || mm > coarsest * (1 + spacingSlack) + rounding;
  if (volume.spacingMm.some(isOutside)) {
    const spacing = volume.spacingMm.map((mm) => Number(mm.toFixed(2))).join(' × ');
    found.push(warning('model/spacing-outside', { spacing, from: finest, to: coarsest }));
  }
  if (census.metal >= fewestMetalVoxels) found.push(warning('model/metal', { max: census.max }));
  const share = (count: number) => count / Math.max(1, census.voxels);
  if (share(census.tissue) < 0.02 || share(census.air) < 0.001 || share(census.strange) > 0.05) {
    found.push(warning('model/not-hu-like'));
  }
  return found;
}
