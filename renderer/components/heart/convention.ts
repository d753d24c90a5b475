import type {
  HeartMeasure,
  HeartMeasures,
  PapillaryConvention,
} from '../../../studies/library/heart-records.ts';

/** Of heart muscle, g/mL. */
const muscleDensity = 1.05;

/** Papillary muscles and trabeculae, mL: the head's figure, else that found by signal. */
export function papillaryOf(measures: HeartMeasures, foundMl: number | null = null): number | null {
  return measures.papillaryMl?.value ?? foundMl;
}

/**
 * The measures as they are under a convention. They come with papillary muscles counted in the
 * cavity; counted in the mass, the left ventricle's volumes lose them at both ends of the beat (so
 * the stroke volume stays) and the mass gains them.
 */
export function inConvention(
  measures: HeartMeasures,
  convention: PapillaryConvention,
  papillaryMl: number | null,
): HeartMeasures {
  if (convention === 'in-volume' || papillaryMl === null) return measures;
  const changed: HeartMeasures = { ...measures };
  const { lvEdvMl: edv, lvEsvMl: esv, lvMassG: mass, lvEfPct: ef } = measures;
  if (edv) changed.lvEdvMl = moved(edv, -papillaryMl);
  if (esv) changed.lvEsvMl = moved(esv, -papillaryMl);
  if (mass) changed.lvMassG = moved(mass, papillaryMl * muscleDensity);
  if (ef && edv && edv.value > papillaryMl) {
    const ratio = edv.value / (edv.value - papillaryMl);
    changed.lvEfPct = {
      value: ef.value * ratio,
      low: ef.low * ratio,
      high: Math.min(100, ef.high * ratio),
    };
  }
  return changed;
}

const moved = ({ value, low, high }: HeartMeasure, by: number): HeartMeasure => ({
  value: Math.max(0, value + by),
  low: Math.max(0, low + by),
  high: Math.max(0, high + by),
});
