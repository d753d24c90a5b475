/** Volume files that are not DICOM, and sums over voxels. */
export const volume = {
  'formats/damaged': {
    sentence: '{file} is a damaged {format} file: {reason}.',
    action: 'Export it again from its source.',
  },
  'formats/unsupported': {
    sentence: '{file} is a {format} file of a kind Sparrow does not read: {reason}.',
    action: 'Convert it to NIfTI or MetaImage with integer or float voxels.',
  },
  'formats/missing-data-file': {
    sentence: '{file} keeps its voxels in {data}, which is not beside it.',
    action: 'Import both files together.',
  },
  'formats/sheared': {
    sentence: '{file} has axes that are not at right angles; the nearest upright grid is used.',
    action: 'Trust positions to {error} mm only.',
  },
  'formats/no-orientation': {
    sentence:
      '{file} says nothing about where the patient lies; a head-first supine axial scan is assumed.',
    action: 'Check left and right before use.',
  },
  'formats/assumed-hu': {
    sentence: 'Values look like Hounsfield units (lowest {min}) and are read as such.',
    action: 'Check a known tissue before measuring.',
  },
  'volume/grids-differ': {
    sentence: 'The two volumes do not lie on the same grid: {detail}.',
    action: 'Compare volumes of one reconstruction, or resample one onto the other first.',
  },
  'volume/not-grey': {
    sentence: 'A colour picture has no values to measure or compare.',
    action: 'Choose a grey-scale volume.',
  },
  'volume/empty-region': {
    sentence: 'The region holds no voxel of the volume.',
    action: 'Move it onto the image or make it larger.',
  },
} as const;
