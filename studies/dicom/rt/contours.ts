import { warning, type Warning } from '../../messages/sparrow-error.ts';
import { unevennessMm, type Contour } from '../../positioning/structures/contour.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import type { Attributes } from '../read/attributes.ts';
import { referencedUids } from './object-fields.ts';
import { rtTags } from './rt-tags.ts';

/** A closed contour may leave its plane by so much: half of a thin slice. */
const flatMm = 0.5;
/** Ends of a line that meet close it. */
const meetMm = 0.01;

/**
 * The contours of one structure (PS3.3 C.8.8.6), those that cannot be used left out.
 * @param item of the ROI contour sequence
 */
export function readContours(
  item: Attributes,
  name: string,
): { contours: Contour[]; warnings: Warning[] } {
  const contours: Contour[] = [];
  let [damaged, short, uneven, worstMm] = [0, 0, 0, 0];
  for (const one of item.items(rtTags.contourSequence)) {
    const points = pointsOf(one.numbers(rtTags.contourData));
    if (points === null) damaged++;
    if (points === null || points.length === 0) continue;
    const type = one.string(rtTags.contourType).toUpperCase();
    const contour = asContour(type, points, referencedUids(one, rtTags.contourImageSequence));
    if (contour.kind !== 'closed' && type.startsWith('CLOSED')) short++;
    const mm = contour.kind === 'closed' ? unevennessMm(contour.points) : 0;
    if (mm > flatMm) uneven++;
    worstMm = Math.max(worstMm, mm);
    contours.push(contour);
  }
  const warnings = [
    ...(damaged > 0 ? [warning('planning/damaged-contours', { name, count: damaged })] : []),
    ...(short > 0 ? [warning('planning/short-contours', { name, count: short })] : []),
    ...(uneven > 0
      ? [
          warning('planning/uneven-contours', {
            name,
            count: uneven,
            mm: Number(worstMm.toFixed(1)),
          }),
        ]
      : []),
  ];
  return { contours, warnings };
}

/**
 * Type words differ from what was drawn: a lone point is a marker whatever it is called, and an
 * open line whose ends meet is closed. Without a type three points and more enclose an area.
 */
function asContour(type: string, points: readonly LpsPoint[], images: readonly string[]): Contour {
  const imageUid = images[0] ?? null;
  const [first, last] = [points[0]!, points.at(-1)!];
  const meets = points.length > 3 && distanceMm(first, last) < meetMm;
  const distinct = meets ? points.slice(0, -1) : points;
  if (points.length === 1 || type === 'POINT') {
    return { kind: 'point', points, imageUid };
  }
  const called = type === '' || type.startsWith('CLOSED');
  if ((called || (meets && type !== 'OPEN_NONPLANAR')) && distinct.length > 2) {
    return { kind: 'closed', points: distinct, imageUid };
  }
  return { kind: 'open', points, imageUid };
}

/** Null when a coordinate is missing or unreadable: a contour with a hole is worse than none. */
function pointsOf(values: readonly number[]): LpsPoint[] | null {
  if (values.length % 3 !== 0 || !values.every(Number.isFinite)) return null;
  return Array.from({ length: values.length / 3 }, (_, n) => [
    values[3 * n]!,
    values[3 * n + 1]!,
    values[3 * n + 2]!,
  ]);
}

function distanceMm(a: LpsPoint, b: LpsPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
