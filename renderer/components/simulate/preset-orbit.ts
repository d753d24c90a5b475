import type { VolumeRecord } from '../../../studies/library/records.ts';
import { presetGeometry, type PresetId } from '../../../studies/tomography/presets.ts';
import { fieldOfViewRadius } from '../projections/scan-facts.ts';
import type { Orbit } from '../../viewer/orbit.ts';

/** Columns of the drawn panel; only the proportions are seen. */
const drawnColumns = 192;

/** The orbit of a machine around a field as wide as this volume, for the drawing. */
export function presetOrbit(preset: PresetId, volume: VolumeRecord, views: number): Orbit {
  const sizes = volume.dims.map((n, axis) => n * volume.spacingMm[axis]!).sort((a, b) => a - b);
  const diameterMm = Math.min(sizes[2]!, 500);
  const scan = { views, columns: drawnColumns };
  const geometry = presetGeometry(preset, { diameterMm, lengthMm: sizes[0]! }, scan);
  const shifts = geometry.detectorOffsetsMm?.map(([u]) => u) ?? null;
  const detectorWidthMm = geometry.detectorColumns * geometry.pixelMm[0];
  return {
    sourceAxisMm: geometry.sourceAxisMm,
    sourceDetectorMm: geometry.sourceDetectorMm,
    detectorWidthMm,
    fieldOfViewRadiusMm: fieldOfViewRadius(geometry, detectorWidthMm, shifts ?? []),
    anglesDeg: geometry.anglesDeg,
    detectorShiftMm: shifts,
  };
}
