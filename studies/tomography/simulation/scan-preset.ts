/** A machine to simulate (mindi3d.md, section 3.1): distances, panel and arc, in millimetres and degrees. */
export interface ScanPreset {
  readonly id: string;
  readonly sourceAxisMm: number;
  readonly sourceDetectorMm: number;
  /** Size of the panel along u and v; null: as large as the reconstructed field needs. */
  readonly panelMm: readonly [u: number, v: number] | null;
  /** The panel is moved along u (half fan), so that one edge still covers the field. */
  readonly halfFan: boolean;
  readonly arcDeg: number;
}

export const scanPresets: readonly ScanPreset[] = [
  {
    id: 'full-fan',
    sourceAxisMm: 1000,
    sourceDetectorMm: 1500,
    panelMm: null,
    halfFan: false,
    arcDeg: 360,
  },
  {
    id: 'half-fan',
    sourceAxisMm: 1000,
    sourceDetectorMm: 1500,
    panelMm: null,
    halfFan: true,
    arcDeg: 360,
  },
  {
    id: 'halcyon',
    sourceAxisMm: 1000,
    sourceDetectorMm: 1540,
    panelMm: [860, 430],
    halfFan: false,
    arcDeg: 360,
  },
  {
    id: 'halcyon-short',
    sourceAxisMm: 1000,
    sourceDetectorMm: 1540,
    panelMm: [860, 430],
    halfFan: false,
    arcDeg: 211,
  },
  {
    id: 'truebeam-head',
    sourceAxisMm: 1000,
    sourceDetectorMm: 1500,
    panelMm: [397, 298],
    halfFan: false,
    arcDeg: 200,
  },
];

/** The preset of that id, or null. */
export function scanPreset(id: string): ScanPreset | null {
  return scanPresets.find((preset) => preset.id === id) ?? null;
}
