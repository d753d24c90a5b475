import { fullTurn, type CircularGeometry } from './circular-geometry.ts';
import type { LpsPoint } from '../volume/geometry.ts';

/** Scanner geometries to simulate, by public figures of common machines. */
export const presetIds = ['full-fan', 'half-fan', 'halcyon-like', 'head-short-scan'] as const;
export type PresetId = (typeof presetIds)[number];

interface Preset {
  readonly sourceAxisMm: number;
  readonly sourceDetectorMm: number;
  readonly arcDeg: number;
  /** Share of the fan that the panel is wide; below 1 it is moved along u until one edge covers the field. */
  readonly width: number;
}

const presets: Record<PresetId, Preset> = {
  'full-fan': { sourceAxisMm: 1000, sourceDetectorMm: 1500, arcDeg: 360, width: 1 },
  'half-fan': { sourceAxisMm: 1000, sourceDetectorMm: 1500, arcDeg: 360, width: 0.575 },
  'halcyon-like': { sourceAxisMm: 1000, sourceDetectorMm: 1540, arcDeg: 360, width: 1 },
  'head-short-scan': { sourceAxisMm: 1000, sourceDetectorMm: 1500, arcDeg: 200, width: 1 },
};

/** The cylinder about the rotation axis that a scan shall cover. */
export interface Field {
  readonly diameterMm: number;
  readonly lengthMm: number;
}

export interface PresetScan {
  readonly views: number;
  /** Detector columns over the whole width of the field. */
  readonly columns: number;
  readonly startDeg?: number;
  readonly isocentreMm?: LpsPoint;
}

/** Room left around the field, as a share of its projection. */
const MARGIN = 1.02;

/** A scan of a preset machine whose panel covers the field with square pixels. */
export function presetGeometry(id: PresetId, field: Field, scan: PresetScan): CircularGeometry {
  const { sourceAxisMm, sourceDetectorMm, arcDeg, width } = presets[id];
  const radius = field.diameterMm / 2;
  const halfWidth = sourceDetectorMm * Math.tan(Math.asin(radius / sourceAxisMm)) * MARGIN;
  const pixel = (2 * halfWidth) / scan.columns;
  const halfHeight = (0.5 * field.lengthMm * sourceDetectorMm) / (sourceAxisMm - radius);
  const columns = width < 1 ? Math.ceil((width * scan.columns) / 16) * 16 : scan.columns;
  const shift = halfWidth - (columns * pixel) / 2;
  const start = scan.startDeg ?? 0;
  const anglesDeg =
    arcDeg === 360
      ? fullTurn(scan.views, start)
      : Array.from({ length: scan.views }, (_, n) => start + (arcDeg * n) / (scan.views - 1));
  return {
    sourceAxisMm,
    sourceDetectorMm,
    detectorColumns: columns,
    detectorRows: Math.ceil((2 * halfHeight) / pixel / 16) * 16,
    pixelMm: [pixel, pixel],
    anglesDeg,
    isocentreMm: scan.isocentreMm ?? [0, 0, 0],
    ...(shift > 0 && { detectorOffsetsMm: anglesDeg.map(() => [shift, 0] as const) }),
  };
}
