import type { ProjectionsRecord } from './records.ts';

/** What makes a scan the scan it is: its line integrals and where each was measured, as text. */
export function scanContent(scan: ProjectionsRecord): string {
  const { sha256, views, columns, rows, pixelMm, anglesDeg, isocentreMm } = scan;
  const { sourceAxisMm, sourceDetectorMm, detectorOffsetsMm, sourceOffsetsMm } = scan;
  const panel = [views, columns, rows, pixelMm, isocentreMm];
  const orbit = [sourceAxisMm, sourceDetectorMm, anglesDeg, detectorOffsetsMm, sourceOffsetsMm];
  return JSON.stringify([sha256, panel, orbit]);
}
