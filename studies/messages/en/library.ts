export const library = {
  'library/not-found': {
    sentence: 'The library holds no {what} with this id.',
    action: 'List the library to see what it holds.',
  },
  'library/newer-schema': {
    sentence:
      'This library was written by a newer Sparrow (schema {found}, this one knows {known}).',
    action: 'Open it with the newer version; nothing was changed.',
  },
  'library/older-schema': {
    sentence: 'This library was written by an older Sparrow and is open for reading only.',
    action: 'Open it once for writing so that it can be brought up to date.',
  },
  'library/in-use': {
    sentence: 'The library must be brought up to date, but another Sparrow has it open.',
    action: 'Close the other Sparrow and start again.',
  },
  'library/corrupt': {
    sentence: 'The library database is damaged. Nothing was removed; a copy was kept as {file}.',
    action:
      'Move library.sqlite out of the library folder, start again and import its files folder: the imported files are whole.',
  },
  'library/not-a-library': {
    sentence: 'The file library.sqlite in this folder is not a Sparrow library.',
    action: 'Choose another folder.',
  },
  'library/absent': {
    sentence: 'There is no library in this folder.',
    action: 'Import something first, or choose another folder.',
  },
  'library/read-only': {
    sentence: 'The library is open for reading only.',
    action: 'Open it for writing and try again.',
  },
  'library/disk-full': {
    sentence: 'The disk that holds the library is full; nothing was half-written.',
    action: 'Free some space and try again.',
  },
  'library/no-access': {
    sentence: 'The library folder cannot be written.',
    action: 'Check the permissions of the folder, or choose another.',
  },
  'library/busy': {
    sentence: 'Another Sparrow is writing to the library and does not finish.',
    action: 'Wait for its import to end, then try again.',
  },
  'library/interrupted': {
    sentence: 'The job was interrupted when Sparrow stopped.',
    action: 'Start it again.',
  },
  'library/voxels-missing': {
    sentence: 'The voxels of this volume are not at hand.',
    action: 'Open the volume again; they are made anew from the imported files.',
  },
  'library/out-of-range': {
    sentence:
      'The volume has {phases} phases and {slices} slices; what was asked for lies outside.',
    action: 'Ask for slices and phases that exist.',
  },
  'library/projections-missing': {
    sentence: 'The line integrals of these projections are not at hand.',
    action: 'Import or simulate the projections again.',
  },
  'library/no-such-view': {
    sentence:
      'The projections have {views} views of {columns} x {rows} pixels; what was asked for lies outside.',
    action: 'Ask for views and rows that exist.',
  },
  'library/no-evidence': {
    sentence: 'This result was not compared with measured projections.',
    action: 'Run it again on a volume whose projections are in the library.',
  },
  'heart/edited-meanwhile': {
    sentence: 'The contours of this heart were changed elsewhere in the meantime.',
    action: 'Look at the contours as they are now, then draw again.',
  },
  'heart/bad-labels': {
    sentence:
      'A slice of this volume takes {columns} x {rows} labels from 0 to 5; something else was sent.',
    action: 'Load the contours of the slice again and repeat the change.',
  },
  'heart/no-labels': {
    sentence: 'This heart has no label map on that volume.',
    action: 'Choose one of the cines that the result was made from.',
  },
  'heart/other-weights': {
    sentence: 'This heart was analysed by another version of the model.',
    action: 'Analyse the study again with this version.',
  },
  'heart/slot-absent': {
    sentence: 'Turning off these planes leaves none to look at.',
    action: 'Leave at least one plane on.',
  },
  'library/ambiguous-series': {
    sentence: 'The series holds {count} volumes.',
    action: 'Name one of them by its id; list prints them.',
  },
  'library/superseded': {
    sentence: 'A later import added slices to this series; a result was made from this volume.',
    action: 'Use the newer volume of the series for new work.',
  },
  'library/too-big': {
    sentence: '{file} needs {neededGib} GiB of memory and {freeGib} GiB are free.',
    action: 'Close other programs, or import on a machine with more memory.',
  },
  'library/conflicting-instance': {
    sentence: '{file} carries the identity of another file of its study, but other content.',
    action: 'Keep the one that is right; to import this one, delete the study first.',
  },
  'library/patient-mismatch': {
    sentence: '{file} names another patient than its study in the library.',
    action: 'Check the file at its source; mixed patients are never put in one study.',
  },
  'library/changed-meanwhile': {
    sentence: 'Another Sparrow changed the same study during the import.',
    action: 'Import again.',
  },
  'library/import-cancelled': {
    sentence: 'The import was cancelled; the library is as it was before.',
    action: 'Import again when you like.',
  },
  'library/upload-too-big': {
    sentence: '{file} is larger than an upload may be ({limitGib} GiB).',
    action: 'Import it from the command line.',
  },
  'library/no-import': {
    sentence: 'There is no such import under way.',
    action: 'Start the import again.',
  },
} as const;
