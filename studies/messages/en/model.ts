export const model = {
  'model/not-hu': {
    sentence: 'MInDI-3D needs a CT or CBCT volume in Hounsfield units; this is {kind}.',
    action: 'Choose a sparse-view CBCT volume.',
  },
  'model/hash-mismatch': {
    sentence: 'The weights file {file} does not match the hash in its model card.',
    action: 'Reinstall Sparrow or restore the file.',
  },
} as const;
