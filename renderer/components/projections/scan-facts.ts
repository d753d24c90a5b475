import type { ProjectionsRecord } from '../../../studies/library/records.ts';

/** What a reader asks of a scan's geometry; millimetres and degrees. */
export interface ScanFacts {
  /** What the views cover; 360 when they go all the way round. */
  readonly arcDeg: number;
  readonly startDeg: number;
  /** As in an axial picture, which is seen from the feet. */
  readonly direction: 'clockwise' | 'counterclockwise' | 'mixed';
  /** Smallest and largest step between neighbouring views. */
  readonly stepDeg: readonly [least: number, most: number];
  readonly detectorMm: readonly [u: number, v: number];
  /** From the smallest to the largest shift of the panel; null when it is centred. */
  readonly offsetMm: { readonly u: Range; readonly v: Range } | null;
  /** What every height of the field is seen in, at the isocentre. */
  readonly fieldOfViewMm: { readonly diameter: number; readonly height: number };
}

type Range = readonly [least: number, most: number];

type Geometry = Pick<
  ProjectionsRecord,
  | 'anglesDeg'
  | 'columns'
  | 'rows'
  | 'pixelMm'
  | 'sourceAxisMm'
  | 'sourceDetectorMm'
  | 'detectorOffsetsMm'
>;

/** Facts of a scan, from its geometry alone. */
export function scanFacts(scan: Geometry): ScanFacts {
  const steps = scan.anglesDeg.slice(1).map((angle, n) => turn(angle - scan.anglesDeg[n]!));
  const sizes = steps.map(Math.abs);
  const shifts = (scan.detectorOffsetsMm ?? []).map(([u]) => u);
  const detectorMm = [scan.columns * scan.pixelMm[0], scan.rows * scan.pixelMm[1]] as const;
  return {
    arcDeg: arcOf(scan.anglesDeg),
    startDeg: positive(scan.anglesDeg[0] ?? 0),
    direction: steps.every((step) => step >= 0)
      ? 'clockwise'
      : steps.every((step) => step <= 0)
        ? 'counterclockwise'
        : 'mixed',
    stepDeg: sizes.length === 0 ? [0, 0] : [Math.min(...sizes), Math.max(...sizes)],
    detectorMm,
    offsetMm: offsetOf(scan.detectorOffsetsMm),
    fieldOfViewMm: {
      diameter: 2 * fieldOfViewRadius(scan, detectorMm[0], shifts),
      height: (detectorMm[1] * scan.sourceAxisMm) / scan.sourceDetectorMm,
    },
  };
}

/** Radius at which the outermost ray passes the isocentre: of a shifted panel, its far edge. */
export function fieldOfViewRadius(
  { sourceAxisMm, sourceDetectorMm }: Pick<Geometry, 'sourceAxisMm' | 'sourceDetectorMm'>,
  detectorWidthMm: number,
  shiftsMm: readonly number[],
): number {
  const shift = shiftsMm.length > 0 ? Math.min(...shiftsMm.map(Math.abs)) : 0;
  const edge = detectorWidthMm / 2 + shift;
  return (sourceAxisMm * edge) / Math.hypot(edge, sourceDetectorMm);
}

/** The circle without its largest gap; a gap of no more than two steps closes it. */
export function arcOf(anglesDeg: readonly number[]): number {
  const sorted = anglesDeg.map(positive).sort((a, b) => a - b);
  const gaps = sorted.map((angle, n) =>
    n === 0 ? angle + 360 - sorted[sorted.length - 1]! : angle - sorted[n - 1]!,
  );
  const gap = Math.max(...gaps);
  const arc = 360 - gap;
  const step = arc / Math.max(1, sorted.length - 1);
  return gap < 2 * step + 1e-6 ? 360 : arc;
}

function offsetOf(offsets: Geometry['detectorOffsetsMm']): ScanFacts['offsetMm'] {
  if (!offsets || offsets.every(([u, v]) => u === 0 && v === 0)) return null;
  const range = (values: readonly number[]): Range => [Math.min(...values), Math.max(...values)];
  return { u: range(offsets.map(([u]) => u)), v: range(offsets.map(([, v]) => v)) };
}

/** An angle as 0 to 360. */
function positive(angleDeg: number): number {
  return ((angleDeg % 360) + 360) % 360;
}

/** A difference of angles as -180 (exclusive) to 180: the shorter way round. */
function turn(differenceDeg: number): number {
  const round = positive(differenceDeg);
  return round > 180 ? round - 360 : round;
}

/** Whether a reconstruction from every n-th view takes this one. */
export function isUsed(view: number, everyNth: number): boolean {
  return view % everyNth === 0;
}
