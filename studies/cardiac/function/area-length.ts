import type { HeartFrame, HeartMeasure, HeartView } from '../../library/heart-records.ts';
import { heartClass } from '../contours/classes.ts';
import { overPhases, withoutGaps } from './beat.ts';
import { chamberAxis } from './chamber-axis.ts';
import { halfPixel, within } from './intervals.ts';
import type { MaskPlane } from './mask-planes.ts';
import { checked } from './tally.ts';

/** A chamber's volume over the beat from one or two long-axis planes. */
export interface AreaLength {
  /** Per phase of the lead volume. */
  readonly curveMl: Float64Array;
  /** 90 % half-range as a share of the volume. */
  readonly errorShare: number;
}

/** Our allowance for chambers that are no ellipsoids, as shares of the volume (90 %). */
const shapeShare = { biplane: 0.1, single: 0.2 };

const { lvCavity, rvCavity, leftAtrium, rightAtrium } = heartClass;

/** Left atrium, biplane from 2-chamber and 4-chamber. Null where either is missing. */
export function leftAtrialVolume(
  planes: readonly MaskPlane[],
  frame: HeartFrame,
  phases: number,
): AreaLength | null {
  return biplane(planes, frame, phases, leftAtrium, lvCavity);
}

/** Left ventricle, biplane from 2-chamber and 4-chamber. */
export function leftVentricularVolume(
  planes: readonly MaskPlane[],
  frame: HeartFrame,
  phases: number,
): AreaLength | null {
  return biplane(planes, frame, phases, lvCavity, leftAtrium);
}

/** Right atrium, V = 8 A^2 / (3 pi L) from the 4-chamber plane. */
export function rightAtrialVolume(
  planes: readonly MaskPlane[],
  frame: HeartFrame,
  phases: number,
): AreaLength | null {
  const four = axisCurves(planes, '4ch', frame, phases, rightAtrium, rvCavity);
  if (four === null) return null;
  const curveMl = four.area.map((area, k) => ellipsoidMl(area, area, four.length[k]!));
  return {
    curveMl,
    errorShare: Math.hypot(2 * four.areaShare, four.lengthShare, shapeShare.single),
  };
}

/** V = 8 A2 A4 / (3 pi L) with L the mean of the two lengths (areas mm2, length mm), in mL. */
function ellipsoidMl(a: number, b: number, lengthMm: number): number {
  return lengthMm > 0 ? (8 * a * b) / (3 * Math.PI * lengthMm) / 1000 : 0;
}

function biplane(
  planes: readonly MaskPlane[],
  frame: HeartFrame,
  phases: number,
  chamber: number,
  beyond: number,
): AreaLength | null {
  const two = axisCurves(planes, '2ch', frame, phases, chamber, beyond);
  const four = axisCurves(planes, '4ch', frame, phases, chamber, beyond);
  if (two === null || four === null) return null;
  const curveMl = two.area.map((area, k) =>
    ellipsoidMl(area, four.area[k]!, (two.length[k]! + four.length[k]!) / 2),
  );
  const areas = two.areaShare + four.areaShare;
  const lengths = (two.lengthShare + four.lengthShare) / 2;
  return { curveMl, errorShare: Math.hypot(areas, lengths, shapeShare.biplane) };
}

interface AxisCurves {
  readonly area: Float64Array;
  readonly length: Float64Array;
  /** Half a pixel of rim (that of an ellipse of this area and length), as a share of the mean area. */
  readonly areaShare: number;
  readonly lengthShare: number;
}

/** The first plane of the view that shows the chamber. */
function axisCurves(
  planes: readonly MaskPlane[],
  view: HeartView,
  frame: HeartFrame,
  phases: number,
  chamber: number,
  beyond: number,
): AxisCurves | null {
  for (const { plane, labels } of planes) {
    if (plane.view !== view || !plane.used) continue;
    const axes = Array.from({ length: plane.phases }, (_, phase) => {
      const drawn = labels(phase);
      return drawn && chamberAxis(checked(drawn, plane), plane, chamber, beyond, frame.e3);
    });
    const area = withoutGaps(axes.map((axis) => axis?.areaMm2 ?? null));
    const length = withoutGaps(axes.map((axis) => axis?.lengthMm ?? null));
    if (area === null || length === null) continue;
    const [meanArea, meanLength] = [mean(area), mean(length)];
    const halfMm = halfPixel * Math.sqrt(plane.spacingMm[0] * plane.spacingMm[1]);
    const width = (4 * meanArea) / (Math.PI * meanLength);
    const rim = Math.PI * Math.sqrt((meanLength ** 2 + width ** 2) / 2);
    return {
      area: overPhases(area, phases),
      length: overPhases(length, phases),
      areaShare: (rim * halfMm) / meanArea,
      lengthShare: (2 * halfMm) / meanLength,
    };
  }
  return null;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A volume of an area-length curve with its interval. */
export function areaLengthMeasure(volumeMl: number, { errorShare }: AreaLength): HeartMeasure {
  return within(volumeMl, volumeMl * errorShare);
}
