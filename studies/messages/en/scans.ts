/** Reconstruct and simulate jobs. */
export const scans = {
  'scans/too-few-views': {
    sentence: 'Every {everyNth}th of {views} views leaves {left}; a volume needs at least 3.',
    action: 'Take more of the views.',
  },
  'scans/too-big': {
    sentence: 'This needs {needGb} GB of memory and {freeGb} GB are free.',
    action: 'Choose fewer or larger voxels, take fewer views, or close other programs.',
  },
  'scans/not-ct': {
    sentence: 'A scan can only be simulated of one volume in Hounsfield units.',
    action: 'Choose a CT or a cone-beam CT.',
  },
  'scans/no-such-geometry': {
    sentence: '{geometry} is no scanner geometry that Sparrow simulates.',
    action: 'Choose one of {known}.',
  },
  'scans/failed': {
    sentence: 'The computation ended before it was done.',
    action: 'Try again; if it stays, choose a smaller grid.',
  },
} as const;

const methods = { fdk: 'FDK', 'os-sart': 'OS-SART', 'os-sart-tv': 'OS-SART-TV' } as const;

/** Series descriptions of what Sparrow computes from projections, and the projections' own. */
export const scanText = {
  reconstruction: (method: keyof typeof methods, views: number) =>
    `CBCT, ${views} views, ${methods[method]}`,
  simulated: (method: keyof typeof methods, views: number) =>
    `Simulated CBCT, ${views} views, ${methods[method]}`,
  simulatedProjections: (views: number, source: string) =>
    `${views} simulated projections of ${source || 'a CT'}`,
  /** DICOM DerivationDescription. */
  derivation: (description: string) =>
    `${description}. Reconstructed by Sparrow from projections. Research use only; ` +
    'not for diagnosis, dose calculation or contouring.',
};
