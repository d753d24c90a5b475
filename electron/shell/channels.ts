/** What the preload may ask the shell for. */
export const channels = {
  chooseFiles: 'sparrow:choose-files',
  chooseFolder: 'sparrow:choose-folder',
  openExternal: 'sparrow:open-external',
} as const;
