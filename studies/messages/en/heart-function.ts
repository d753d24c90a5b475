/** Measures from label maps of the heart. */
export const heartFunction = {
  'heart/labels-size': {
    sentence:
      'The labels of slice {slice} ({view}) have {pixels} pixels, its image {columns} x {rows}.',
    action: 'Run the whole-heart model again on this study.',
  },
  'heart/ef-disagrees': {
    sentence:
      'The ejection fraction reads {head} % by the model and {masks} % by its contours: {difference} points apart.',
    action: 'Look through the contours at end-diastole and end-systole, and correct them.',
  },
  'heart/volume-disagrees': {
    sentence: '{measure} reads {head} mL by the model and {masks} mL by its contours.',
    action: 'Look through the contours at end-diastole and end-systole, and correct them.',
  },
} as const;
