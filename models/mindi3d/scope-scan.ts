import { warning, type Warning } from '../../studies/messages/sparrow-error.ts';
import { objectTruncation } from '../../studies/projections/checks/truncation.ts';
import type { CircularGeometry } from '../../studies/tomography/circular-geometry.ts';
import type { Projections } from '../../studies/tomography/projections.ts';
import type { RestorationCard } from '../runtime/card.ts';
import { motionWarnings } from './scope-motion.ts';

type TrainedGeometry = NonNullable<RestorationCard['input']['trainedGeometry']>;

/** What a card was trained on that does not say so: the one scanner of the first model. */
const firstTrained: TrainedGeometry = {
  sourceAxisMm: [1000, 1000],
  sourceDetectorMm: [1500, 1500],
  halfFan: false,
  arcDeg: 360,
};
/** Distances this much outside are inside: calibrated gantries differ by as much. */
const distanceSlack = 0.05;
/** A panel shifted by more than this share of its width is a half fan. */
const halfFanShare = 0.1;
/** Views at which the body leaves the panel before it is worth a word, percent. */
const truncatedViews = 10;
const arcSlackDeg = 2;

/**
 * Reasons why a result may be wrong that only the projections tell: arc, geometry, truncation,
 * motion (mindi3d.md, section 5, item 5).
 */
export function scanWarnings(projections: Projections, input: RestorationCard['input']): Warning[] {
  const { geometry } = projections;
  const trained = input.trainedGeometry ?? firstTrained;
  const found = arcWarnings(geometry, trained);
  if (isHalfFan(geometry) && !trained.halfFan) found.push(warning('model/half-fan'));
  const { sourceAxisMm: sad, sourceDetectorMm: sdd } = geometry;
  const [sadFrom, sadTo] = trained.sourceAxisMm;
  const [sddFrom, sddTo] = trained.sourceDetectorMm;
  const isOutside = (mm: number, [least, most]: readonly [number, number]) =>
    mm < least * (1 - distanceSlack) || mm > most * (1 + distanceSlack);
  if (isOutside(sad, trained.sourceAxisMm) || isOutside(sdd, trained.sourceDetectorMm)) {
    found.push(warning('model/distances-outside', { sad, sdd, sadFrom, sadTo, sddFrom, sddTo }));
  }
  const percent = Number(objectTruncation(projections)[0]?.params['percent'] ?? 0);
  if (percent >= truncatedViews) found.push(warning('model/truncated-views', { percent }));
  return [...found, ...motionWarnings(projections)];
}

function arcWarnings(geometry: CircularGeometry, trained: TrainedGeometry): Warning[] {
  const arc = arcOf(geometry.anglesDeg);
  const needed = isHalfFan(geometry) ? 360 : 180 + fanDeg(geometry);
  const arcDeg = Math.round(arc);
  if (arc < needed - arcSlackDeg) {
    return [warning('model/limited-arc', { arcDeg, neededDeg: Math.round(needed) })];
  }
  if (arc >= trained.arcDeg - arcSlackDeg) return [];
  return [warning('model/short-arc', { arcDeg, trainedDeg: trained.arcDeg })];
}

/** Degrees of the circle that the views cover, each standing for a usual step; at most 360. */
export function arcOf(anglesDeg: readonly number[]): number {
  const turn = anglesDeg.map((angle) => ((angle % 360) + 360) % 360).sort((a, b) => a - b);
  if (turn.length < 2) return 0;
  const steps = turn.map((angle, n) =>
    n === 0 ? angle + 360 - turn.at(-1)! : angle - turn[n - 1]!,
  );
  const sorted = steps.toSorted((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)]!;
  const largest = sorted.at(-1)!;
  // Sparse views of a dense scan lie at steps that differ by one dense step.
  return largest < 1.5 * usual ? 360 : 360 - largest + usual;
}

function isHalfFan({ detectorOffsetsMm, detectorColumns, pixelMm }: CircularGeometry): boolean {
  const width = detectorColumns * pixelMm[0];
  return (detectorOffsetsMm ?? []).some(([u]) => Math.abs(u) > halfFanShare * width);
}

function fanDeg({ detectorColumns, pixelMm, sourceDetectorMm }: CircularGeometry): number {
  return (Math.atan((detectorColumns * pixelMm[0]) / 2 / sourceDetectorMm) * 360) / Math.PI;
}
