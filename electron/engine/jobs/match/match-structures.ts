import type { Structure } from '../../../../studies/dicom/rt/planning-records.ts';
import type { LpsPoint } from '../../../../studies/volume/geometry.ts';
import type { DrawnStructure } from './match-order.ts';

const targets = ['PTV', 'CTV', 'GTV'];
/** What is no anatomy or is everywhere. */
const leftOut = [
  'EXTERNAL',
  'SUPPORT',
  'FIXATION',
  'BOLUS',
  'MARKER',
  'ISOCENTER',
  'CONTROL',
  'REGISTRATION',
  'DOSE_REGION',
  'TREATED_VOLUME',
  'IRRAD_VOLUME',
];
const nearMm = 60;
/** Smaller is a seed, larger a whole body. */
const volumesMl = [0.5, 4000] as const;
const mostTargets = 3;
const mostOthers = 5;

/**
 * The structures whose residuals are worth telling: the targets, smallest first, and what lies next to
 * the isocentre, nearest first. Without an isocentre the targets only.
 */
export function tellingStructures(
  structures: readonly Structure[],
  isocentreMm: LpsPoint | null,
): DrawnStructure[] {
  const solid = structures.filter(
    ({ closedContours, volumeMl }) =>
      closedContours > 0 && volumeMl >= volumesMl[0] && volumeMl <= volumesMl[1],
  );
  const isTarget = ({ type }: Structure) => targets.includes(type);
  const aims = solid.filter(isTarget).sort((a, b) => a.volumeMl - b.volumeMl);
  const others = solid
    .filter((one) => !isTarget(one) && !leftOut.includes(one.type))
    .map((one) => ({ one, mm: distanceMm(one, isocentreMm) }))
    .filter(({ mm }) => mm <= nearMm)
    .sort((a, b) => a.mm - b.mm)
    .map(({ one }) => one);
  return [...aims.slice(0, mostTargets), ...others.slice(0, mostOthers)].map(asDrawn);
}

export function asDrawn({ name, drawn }: Structure): DrawnStructure {
  return { name, contours: drawn };
}

/** From the isocentre to the structure's box. */
function distanceMm({ boxMm }: Structure, isocentreMm: LpsPoint | null): number {
  if (boxMm === null || isocentreMm === null) return Infinity;
  const beyond = ([0, 1, 2] as const).map((c) =>
    Math.max(boxMm.from[c] - isocentreMm[c], isocentreMm[c] - boxMm.to[c], 0),
  );
  return Math.hypot(...beyond);
}
