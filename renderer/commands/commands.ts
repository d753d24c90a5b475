/** Every command of the application: its id is also its locale key, `commands.<id>`. */
export const commandIds = [
  'showStudies',
  'searchStudies',
  'importFiles',
  'importFolder',
  'loadSamples',
  'nextSeries',
  'previousSeries',
  'reconstruct',
  'simulate',
  'enhance',
  'heart',
  'analyseHeart',
  'dense',
  'position',
  'activity',
  'compare',
  'evidence',
  'cancelJob',
  'report',
  'exportDicom',
  'exportNifti',
  'exportPng',
  'savePicture',
  'modelCard',
  'palette',
  'keys',
  'about',
] as const;

export type CommandId = (typeof commandIds)[number];

/** Keys of commands as `?` shows them. Viewing keys are the viewer's own; none may meet these. */
export const commandKeys: Partial<Record<CommandId, readonly string[]>> = {
  showStudies: ['B'],
  searchStudies: ['/'],
  importFiles: ['Ctrl', 'O'],
  nextSeries: ['N'],
  previousSeries: ['Shift', 'N'],
  reconstruct: ['F'],
  simulate: ['L'],
  enhance: ['E'],
  dense: ['Y'],
  position: ['K'],
  activity: ['J'],
  evidence: ['T'],
  report: ['Ctrl', 'P'],
  palette: ['Ctrl', 'K'],
  keys: ['?'],
};

/** What a command does and whether it can be done now. */
export interface CommandAction {
  run: () => unknown;
  enabled: () => boolean;
}

/** The command a key press asks for, if any. Ctrl and ⌘ are the same. */
export function commandOf(event: KeyboardEvent): CommandId | undefined {
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.altKey) return undefined;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return commandIds.find((id) => {
    const keys = commandKeys[id];
    if (!keys || keys.at(-1) !== key || keys.includes('Ctrl') !== ctrl) return false;
    // "?" and "/" need Shift on some keyboards and not on others.
    return !/[A-Z]/.test(key) || keys.includes('Shift') === event.shiftKey;
  });
}
