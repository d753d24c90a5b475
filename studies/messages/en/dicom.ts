export const dicom = {
  'dicom/not-dicom': {
    sentence: '{file} is not a DICOM, NIfTI, NRRD or MetaImage file.',
    action: 'Leave it out, or export it from the scanner as DICOM.',
  },
  'dicom/empty': {
    sentence: '{file} is empty.',
    action: 'Copy the file again from its source.',
  },
  'dicom/truncated': {
    sentence: '{file} ends before its data do.',
    action: 'Copy the file again from its source.',
  },
  'dicom/damaged': {
    sentence: '{file} contradicts itself: {detail}.',
    action: 'Copy the file again from its source, or export it anew.',
  },
  'dicom/unreadable': {
    sentence: '{file} could not be opened.',
    action: 'Check that the file is still there and that you may read it.',
  },
  'dicom/unsupported-syntax': {
    sentence: '{file} is compressed as {syntax}, which Sparrow does not decode.',
    action: 'Export it uncompressed, or as JPEG 2000, JPEG-LS or RLE.',
  },
  'dicom/unsupported-pixels': {
    sentence: '{file} stores its pixels as {detail}, which Sparrow does not show.',
    action: 'Export it as a grey or RGB image.',
  },
  'dicom/decode-failed': {
    sentence: 'The picture in {file} could not be decoded.',
    action: 'Copy the file again from its source, or export it uncompressed.',
  },
  'dicom/too-large': {
    sentence: '{file} would unpack to more than Sparrow takes from one file.',
    action: 'Export it as several files, or leave it out.',
  },
  'dicom/cancelled': {
    sentence: '{file} was not read: reading was stopped.',
    action: 'Import it again.',
  },
  'dicom/no-image': {
    sentence: '{file} holds no image.',
    action: 'Nothing to do: the images of its study are imported without it.',
  },
  'dicom/directory': {
    sentence: '{file} is a DICOMDIR, a list of the other files.',
    action: 'Nothing to do: Sparrow reads the files themselves.',
  },
} as const;
