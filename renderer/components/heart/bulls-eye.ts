import { bandFor, type FoundBand } from '../../../studies/cardiac/function/reference-bands.ts';
import type { HeartMeasureName, HeartSegment } from '../../../studies/library/heart-records.ts';

/** What a bull's eye shows of each segment. */
export type SegmentMetric = 'edMeanMm' | 'edMaxMm' | 'thickeningPct';

/** Place of a segment in the polar plot; degrees counter-clockwise from the patient's lateral wall. */
export interface SegmentPlace {
  readonly segment: number;
  readonly inner: number;
  readonly outer: number;
  readonly fromDeg: number;
  readonly toDeg: number;
}

const radii = { tip: 17, apex: 42, middle: 70, base: 98 } as const;

function ring(first: number, count: number, startDeg: number, inner: number, outer: number) {
  const stepDeg = 360 / count;
  return Array.from({ length: count }, (_, n): SegmentPlace => {
    const fromDeg = startDeg + n * stepDeg;
    return { segment: first + n, inner, outer, fromDeg, toDeg: fromDeg + stepDeg };
  });
}

/**
 * The 17 segments of the American Heart Association in a circle of radius 100: base outside, apex
 * inside, anterior up, septum left (Cerqueira et al., Circulation 2002;105:539).
 */
export const segmentPlaces: readonly SegmentPlace[] = [
  ...ring(1, 6, 60, radii.middle, radii.base),
  ...ring(7, 6, 60, radii.apex, radii.middle),
  ...ring(13, 4, 45, radii.tip, radii.apex),
  { segment: 17, inner: 0, outer: radii.tip, fromDeg: 0, toDeg: 360 },
];

/** Point at a radius and angle; y runs down as in SVG. */
export function polar(radius: number, deg: number): [x: number, y: number] {
  const a = (deg * Math.PI) / 180;
  return [radius * Math.cos(a), -radius * Math.sin(a)];
}

/** Outline of a segment as an SVG path about the middle of the plot. */
export function segmentPath({ inner, outer, fromDeg, toDeg }: SegmentPlace): string {
  if (inner === 0)
    return `M${-outer} 0a${outer} ${outer} 0 1 0 ${2 * outer} 0a${outer} ${outer} 0 1 0 ${-2 * outer} 0z`;
  const point = (radius: number, deg: number) =>
    polar(radius, deg)
      .map((value) => value.toFixed(2))
      .join(' ');
  return (
    `M${point(outer, fromDeg)}A${outer} ${outer} 0 0 0 ${point(outer, toDeg)}` +
    `L${point(inner, toDeg)}A${inner} ${inner} 0 0 1 ${point(inner, fromDeg)}z`
  );
}

export function segmentCentre({ inner, outer, fromDeg, toDeg }: SegmentPlace): [number, number] {
  return inner === 0 ? [0, 0] : polar((inner + outer) / 2, (fromDeg + toDeg) / 2);
}

/** Ends of the colour scale, the same for every heart so that two can be compared. */
export const metricRange: Record<SegmentMetric, readonly [low: number, high: number]> = {
  edMeanMm: [3, 15],
  edMaxMm: [3, 15],
  thickeningPct: [0, 100],
};

/** Dark violet over green to yellow, lightness rising evenly: reads the same to colour-blind eyes and in grey. */
const stops: readonly (readonly [red: number, green: number, blue: number])[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** Colour at a share of the scale, 0 to 1, and the ink that reads on it. */
export function scaleColour(share: number): { fill: string; ink: string } {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const n = Math.min(Math.floor(at), stops.length - 2);
  const [red, green, blue] = stops[n]!.map((value, c) =>
    Math.round(value + (stops[n + 1]![c]! - value) * (at - n)),
  ) as [number, number, number];
  const light = luminance(red, green, blue);
  return { fill: `rgb(${red} ${green} ${blue})`, ink: light > 0.179 ? '#06131f' : '#ffffff' };
}

/** Relative luminance, WCAG 2.1; beyond 0.179 black reads better than white. */
function luminance(red: number, green: number, blue: number): number {
  const linear = (byte: number) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** What is published of wall thickness in short axis; null for thickening, and without a sex. */
export function wallBand(
  metric: SegmentMetric,
  sex: string,
  ageYears: number | null,
): FoundBand | null {
  const measure = wallMeasures[metric];
  // The convention of the papillary muscles does not touch the wall's thickness.
  const query = { sex, ageYears, convention: 'in-volume', indexed: false } as const;
  return measure === null ? null : bandFor(measure, query);
}

const wallMeasures = {
  edMeanMm: 'wallMeanMm',
  edMaxMm: 'wallMaxMm',
  thickeningPct: null,
} as const satisfies Record<SegmentMetric, HeartMeasureName | null>;

/** Value of each of the 17 segments; null where it was not seen. */
export function segmentValues(
  segments: readonly HeartSegment[],
  metric: SegmentMetric,
): Map<number, number | null> {
  const found = new Map(segments.map((segment) => [segment.segment, segment[metric]]));
  return new Map(segmentPlaces.map(({ segment }) => [segment, found.get(segment) ?? null]));
}
