/** What the drawing needs to know of a scan; lengths in millimetres, angles in degrees. */
export interface Orbit {
  readonly sourceAxisMm: number;
  readonly sourceDetectorMm: number;
  readonly detectorWidthMm: number;
  readonly fieldOfViewRadiusMm: number;
  readonly anglesDeg: readonly number[];
  /** Shift of the panel's middle along u for each view; null: none. */
  readonly detectorShiftMm: readonly number[] | null;
}

export type OrbitPoint = readonly [x: number, y: number];

/** The scan from above in a square whose side is 1: the patient's left to the right, anterior up. */
export interface OrbitDrawing {
  readonly orbitRadius: number;
  readonly fieldOfViewRadius: number;
  readonly sources: readonly OrbitPoint[];
  /** The panel and the fan of one view. */
  readonly detector: readonly [OrbitPoint, OrbitPoint];
  readonly source: OrbitPoint;
}

/** Share of the square that the orbit of the source takes. */
const fill = 0.92;

/**
 * Places of everything in the drawing, with the fan of view `view`. Conventions of
 * studies/tomography/circular-geometry.ts, seen as an axial picture is: x to the right, y down.
 */
export function drawOrbit(orbit: Orbit, view: number): OrbitDrawing {
  const { sourceAxisMm, sourceDetectorMm, detectorWidthMm, anglesDeg } = orbit;
  const beyond = sourceDetectorMm - sourceAxisMm;
  const shifts = orbit.detectorShiftMm ?? [];
  const furthestEdge = detectorWidthMm / 2 + Math.max(0, ...shifts.map(Math.abs));
  const reach = Math.max(sourceAxisMm, Math.hypot(beyond, furthestEdge));
  const scale = fill / 2 / reach;
  const at = (x: number, y: number): OrbitPoint => [0.5 + x * scale, 0.5 + y * scale];
  const sourceAt = (angleDeg: number) => {
    const a = (angleDeg * Math.PI) / 180;
    return at(sourceAxisMm * Math.sin(a), -sourceAxisMm * Math.cos(a));
  };
  const angle = ((anglesDeg[view] ?? 0) * Math.PI) / 180;
  const edge = (u: number): OrbitPoint =>
    at(
      -beyond * Math.sin(angle) + u * Math.cos(angle),
      beyond * Math.cos(angle) + u * Math.sin(angle),
    );
  const shift = shifts[view] ?? 0;
  return {
    orbitRadius: sourceAxisMm * scale,
    fieldOfViewRadius: orbit.fieldOfViewRadiusMm * scale,
    sources: anglesDeg.map(sourceAt),
    detector: [edge(shift - detectorWidthMm / 2), edge(shift + detectorWidthMm / 2)],
    source: sourceAt(anglesDeg[view] ?? 0),
  };
}

/** The view whose source lies nearest to a point of the drawing. */
export function nearestView(drawing: OrbitDrawing, [x, y]: OrbitPoint): number {
  let best = 0;
  let least = Infinity;
  drawing.sources.forEach(([sx, sy], view) => {
    const distance = Math.hypot(sx - x, sy - y);
    if (distance < least) {
      least = distance;
      best = view;
    }
  });
  return best;
}
