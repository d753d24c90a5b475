import { RR_INTERVAL_MS } from './beat.ts';
import { leftVentricleAxesMm } from './heart-phantom.ts';

/** Grams of a millilitre of heart muscle. */
const MUSCLE_G_ML = 1.05;

/** Half a prolate spheroid in mL, of semi-axes in millimetres. */
const halfSpheroidMl = ({ radius, length }: { radius: number; length: number }) =>
  ((2 / 3) * Math.PI * radius ** 2 * length) / 1000;

/**
 * What the sample heart holds, in closed form: its left ventricle is half a spheroid inside another.
 * Papillary muscles count in the cavity and not in the mass, as is usual ("in volume").
 */
export const sampleHeartTruth = truth();

function truth() {
  const [diastole, systole] = [leftVentricleAxesMm(0), leftVentricleAxesMm(1)];
  const lvEdvMl = halfSpheroidMl(diastole.cavity);
  const lvEsvMl = halfSpheroidMl(systole.cavity);
  return {
    lvEdvMl,
    lvEsvMl,
    lvSvMl: lvEdvMl - lvEsvMl,
    lvEfPct: (100 * (lvEdvMl - lvEsvMl)) / lvEdvMl,
    lvMassG: MUSCLE_G_ML * (halfSpheroidMl(diastole.wall) - lvEdvMl),
    cardiacOutputLMin: ((lvEdvMl - lvEsvMl) * 60) / RR_INTERVAL_MS,
  } as const;
}
