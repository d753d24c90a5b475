export const dicom = {
  'dicom/not-dicom': {
    sentence: '{file} is not a DICOM, NIfTI, NRRD or MetaImage file.',
    action: 'Leave it out, or export it from the scanner as DICOM.',
  },
  'dicom/truncated': {
    sentence: '{file} ends before its data do.',
    action: 'Copy the file again from its source.',
  },
} as const;
