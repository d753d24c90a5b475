import type { ProjectionsRecord } from '../../../studies/library/records.ts';
import type { Orbit } from '../../viewer/orbit.ts';
import { scanFacts } from './scan-facts.ts';

/** What the drawing of the orbit shows of a scan. */
export function orbitOf(scan: ProjectionsRecord): Orbit {
  return {
    sourceAxisMm: scan.sourceAxisMm,
    sourceDetectorMm: scan.sourceDetectorMm,
    detectorWidthMm: scan.columns * scan.pixelMm[0],
    fieldOfViewRadiusMm: scanFacts(scan).fieldOfViewMm.diameter / 2,
    anglesDeg: scan.anglesDeg,
    detectorShiftMm: scan.detectorOffsetsMm?.map(([u]) => u) ?? null,
  };
}
