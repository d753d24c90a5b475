/** Findings while files become volumes, and while folders and archives are walked. */
export const assemble = {
  'assemble/missing-slices': {
    sentence: '{count} of {total} slices are missing; their places are left blank.',
    action: 'Send the missing slices from the archive if they exist.',
  },
  'assemble/uneven-spacing': {
    sentence:
      'Slices are unevenly spaced ({min} to {max} mm); resampled to {spacing} mm by linear interpolation.',
    action: 'Measure with care between slices.',
  },
  'assemble/gantry-tilt': {
    sentence:
      'The gantry was tilted by {angle} degrees; slices were moved upright by interpolation.',
    action: 'Measure with care across slices.',
  },
  'assemble/shifted-slices': {
    sentence:
      'Slices do not lie above each other (up to {shift} mm apart); they were moved by interpolation.',
    action: 'Measure with care across slices.',
  },
  'assemble/large-gap': {
    sentence: 'The series has a gap of {gap} mm; it was split there.',
    action: 'Send the missing slices from the archive if they exist.',
  },
  'assemble/mixed-orientations': {
    sentence: 'The series holds {count} orientations; each became a volume of its own.',
    action: 'Nothing needs doing.',
  },
  'assemble/broken-frame-of-reference': {
    sentence: 'The images of the series name different frames of reference; they are taken as one.',
    action: 'Do not compare places with other series.',
  },
  'assemble/duplicates': {
    sentence:
      '{count} images lie at the place and time of another one; the first of each was used.',
    action: 'Nothing needs doing, unless the copies differ.',
  },
  'assemble/unequal-phases': {
    sentence: '{slices} slices have another number of phases than {phases}; they stand apart.',
    action: 'Send the missing images from the archive if they exist.',
  },
  'assemble/odd-phase-count': {
    sentence: 'This part has {phases} phases where the rest of the stack has {expected}.',
    action: 'Send the missing images from the archive if they exist.',
  },
  'assemble/repeated-slice': {
    sentence: '{count} slices were acquired more than once; the later ones make the stack.',
    action: 'Open the earlier ones as volumes of their own.',
  },
  'assemble/no-positions': {
    sentence: 'The images have no position; they are stacked by image number, {spacing} mm apart.',
    action: 'Trust no length or orientation in this volume.',
  },
  'assemble/split-by-time': {
    sentence: 'Every place was scanned {count} times; each scan became a volume of its own.',
    action: 'Nothing needs doing.',
  },
  'assemble/no-spacing': {
    sentence: 'The header gives no pixel spacing: lengths are in pixels.',
    action: 'Calibrate against something of known size.',
  },
  'assemble/imager-spacing': {
    sentence:
      'Only the detector spacing is known, not the size in the patient: lengths are in pixels.',
    action: 'Calibrate against something of known size.',
  },
  'assemble/single-slice-thickness': {
    sentence: 'A single slice without a thickness: 1 mm is assumed.',
    action: 'Trust no volume measured here.',
  },
  'assemble/lossy': {
    sentence: 'The images were compressed with loss.',
    action: 'Read fine detail and values with care.',
  },
  'assemble/inverted': {
    sentence: 'The images store white as low; values were turned round.',
    action: 'Nothing needs doing.',
  },
  'assemble/values-unified': {
    sentence: 'Slices have different grey scales; they were brought to one scale.',
    action: 'Nothing needs doing.',
  },
  'assemble/frames-unreadable': {
    sentence: '{count} images could not be decoded; their places are left blank.',
    action: 'See the list of skipped files for the reasons.',
  },
  'assemble/nothing-decoded': {
    sentence: 'None of the {count} images could be decoded.',
    action: 'See the list of skipped files for the reasons.',
  },
  'assemble/too-large': {
    sentence: 'The volume needs {needed} GB of memory; at most {limit} GB are allowed.',
    action: 'Import fewer phases or slices at a time, or use a machine with more memory.',
  },
  'assemble/wrong-size': {
    sentence: 'An image has {found} pixels where its header says {expected}.',
    action: 'Export the image again from its source.',
  },
  'sources/not-found': {
    sentence: '{file} does not exist.',
    action: 'Check the name and try again.',
  },
  'sources/unreadable': {
    sentence: '{file} cannot be read: {reason}.',
    action: 'Check the permissions and the disk.',
  },
  'sources/bad-archive': {
    sentence: '{file} is a damaged archive: {reason}.',
    action: 'Copy or pack it again.',
  },
  'sources/unsafe-name': {
    sentence: '{file} holds a file whose name points outside the archive; that file was left out.',
    action: 'Do not trust this archive; pack it again from its source.',
  },
  'sources/encrypted': {
    sentence: '{file} is encrypted.',
    action: 'Unpack it with its password first.',
  },
  'sources/archive-bomb': {
    sentence: '{file} would unpack to far more than a study holds ({detail}); it was left out.',
    action: 'Unpack it yourself if you trust it.',
  },
  'sources/nested-archive': {
    sentence: '{file} is an archive inside an archive inside an archive; it was left out.',
    action: 'Unpack it first.',
  },
} as const;
