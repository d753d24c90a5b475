/** One line of the `?` sheet: what to press and the locale key of what it does. */
export interface ViewingKey {
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: 'mouse' | 'reading' | 'cine' | 'heart' | 'projections' | 'compare';
}

const line = (group: ViewingKey['group'], id: string, ...keys: string[]): ViewingKey => ({
  keys,
  label: `viewing.keys.${id}`,
  group,
});

export const viewingKeys: readonly ViewingKey[] = [
  line('mouse', 'crosshair', 'viewing.mouse.left'),
  line('mouse', 'follow', 'viewing.mouse.shiftMove'),
  line('mouse', 'window', 'viewing.mouse.right', 'viewing.mouse.altLeft'),
  line('mouse', 'pan', 'viewing.mouse.middle'),
  line('mouse', 'scroll', 'viewing.mouse.wheel'),
  line('mouse', 'zoom', 'viewing.mouse.ctrlWheel'),
  line('mouse', 'maximise', 'viewing.mouse.doubleClick'),
  line('reading', 'presets', '1', '2', '3', '4', '5'),
  line('reading', 'auto', '0'),
  line('reading', 'slice', '↑', '↓', 'PgUp', 'PgDn'),
  line('reading', 'zoomKeys', '+', '−'),
  line('reading', 'maximise', 'M'),
  line('reading', 'hideCrosshair', 'H'),
  line('reading', 'smooth', 'I'),
  line('reading', 'straight', 'P'),
  line('reading', 'volume', 'V'),
  line('reading', 'reset', 'R'),
  line('reading', 'overlay', 'O'),
  line('cine', 'play', 'viewing.mouse.space'),
  line('cine', 'frame', '←', '→'),
  line('cine', 'position', '↑', '↓'),
  line('cine', 'speed', '[', ']'),
  line('heart', 'heart', 'H'),
  line('heart', 'labels', 'O'),
  line('heart', 'edEs', 'D', 'S'),
  line('heart', 'editing', 'G'),
  line('heart', 'tools', 'V', 'P', 'X', 'C'),
  line('heart', 'classes', '1', '2', '3', '4', '5'),
  line('heart', 'brushSize', ',', '.'),
  line('heart', 'copy', 'viewing.mouse.shiftArrow'),
  line('heart', 'undo', 'viewing.mouse.undo', 'viewing.mouse.redo'),
  line('projections', 'turn', 'viewing.mouse.space'),
  line('projections', 'projection', '←', '→', 'PgUp', 'PgDn'),
  line('projections', 'firstLast', 'viewing.mouse.home', 'viewing.mouse.end'),
  line('projections', 'detectorRow', '↑', '↓'),
  line('projections', 'speed', '[', ']'),
  line('compare', 'side', 'S'),
  line('compare', 'wipe', 'W'),
  line('compare', 'difference', 'D'),
  line('compare', 'divider', '←', '→'),
  line('compare', 'planes', 'A', 'C', 'G'),
  line('compare', 'swap', 'X'),
  line('compare', 'uncorrected', 'U'),
  line('compare', 'overlay', 'O'),
  line('compare', 'step', '[', ']'),
  line('compare', 'view', '←', '→'),
];
