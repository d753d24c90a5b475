/** Cine planes: which is which, what is missing, what does not fit. */
export const cardiac = {
  'cardiac/no-cine': {
    sentence: 'This study has no cine images of the heart.',
    action: 'Choose a study with short-axis or long-axis cine series.',
  },
  'cardiac/mixed-patients': {
    sentence: 'These cine series belong to {patients} different patients.',
    action: 'Import each patient’s images as a study of their own, and analyse one at a time.',
  },
  'cardiac/too-few-phases': {
    sentence:
      'The cine series have {phases} phases at most; at least {least} are needed to follow a beat.',
    action: 'Use the full cine series, not an extract of single frames.',
  },
  'cardiac/uncalibrated': {
    sentence: 'None of the cine series says how large its pixels are.',
    action: 'Export the series again from the scanner with pixel spacing and positions.',
  },
  'cardiac/no-planes': {
    sentence: 'Neither short-axis nor long-axis planes of the left ventricle were found.',
    action: 'Say which view each plane shows under Planes, or choose another study.',
  },
  'cardiac/aside-few-phases': {
    sentence: 'Not a cine: {phases} of at least {least} phases.',
    action: 'Nothing to do for localizers and single pictures.',
  },
  'cardiac/aside-uncalibrated': {
    sentence: 'Its pixel size is not known.',
    action: 'Export the series again with pixel spacing.',
  },
  'cardiac/aside-blank': {
    sentence: 'Nothing was measured in this slice.',
    action: 'Look for the missing slice among the series of the study.',
  },
  'cardiac/aside-duplicate': {
    sentence: 'The same place was acquired again; the later or fuller picture is used.',
    action: 'Put this plane back if its picture is the better one.',
  },
  'cardiac/aside-second-view': {
    sentence: 'Another plane shows this view nearer to the middle of the left ventricle.',
    action: 'Put this plane back, and take the other out, if this one is better.',
  },
  'cardiac/aside-off-centre': {
    sentence: 'It passes {distance} mm from the long axis of the left ventricle.',
    action: 'Say which view it shows if that is wrong.',
  },
  'cardiac/aside-direction': {
    sentence: 'Its direction is neither short nor long axis of this heart.',
    action: 'Say which view it shows if that is wrong.',
  },
  'cardiac/aside-user': {
    sentence: 'Taken out by the user.',
    action: 'Put it back under Planes.',
  },
  'cardiac/aside-user-view': {
    sentence: 'The user says that it shows another view.',
    action: 'Say under Planes which view it shows.',
  },
  'cardiac/septum-usual': {
    sentence: 'Without a four-chamber view the direction of the right ventricle is the usual one.',
    action: 'Check in the short axis that the right ventricle lies to the left.',
  },
  'cardiac/order-doubtful': {
    sentence: 'The short-axis stack beats over a larger area at the end taken for the apex.',
    action: 'Check which slice is the base; reverse the order under Planes if it is wrong.',
  },
  'cardiac/unequal-phases': {
    sentence: 'The planes in use have between {least} and {most} phases.',
    action: 'They are brought to a common beat; check the series of the odd planes.',
  },
  'cardiac/view-missing': {
    sentence: 'There is no {view} plane.',
    action: 'Acquire it, or say under Planes which plane shows it.',
  },
  'cardiac/no-short-axis': {
    sentence: 'There is no short-axis stack: volumes rest on long-axis planes alone.',
    action: 'Acquire a short-axis stack from the mitral plane to the apex.',
  },
  'cardiac/single-slice': {
    sentence: 'The short axis is a single slice.',
    action: 'Acquire a stack; one slice says little about volumes.',
  },
  'cardiac/short-cover': {
    sentence:
      'The short-axis stack covers {value} mm of the {limit} mm from base to apex; slices are missing at an end.',
    action: 'Acquire the missing slices at the base or apex, or read volumes with care.',
  },
  'cardiac/uneven-slices': {
    sentence: 'Steps in the short-axis stack run from {least} to {value} mm.',
    action: 'Look for a missing slice; volumes use each slice’s own step.',
  },
  'cardiac/slice-gap': {
    sentence: 'Between two short-axis slices {value} mm are missing.',
    action: 'Look for the missing slice among the series of the study.',
  },
  'cardiac/tilted-slice': {
    sentence: 'This short-axis slice is turned by {value} degrees against the stack.',
    action: 'Check that it belongs to the stack; take it out if it does not.',
  },
  'cardiac/frames-of-reference': {
    sentence:
      'The planes lie in {value} different frames of reference: the patient may have moved.',
    action: 'Check in the long axis that the short-axis slices meet the same anatomy.',
  },
  'cardiac/misaligned': {
    sentence:
      'This plane does not fit the others where they cross (agreement {value}); moved by {shift} mm it would.',
    action: 'Check for another breath-hold position; take the plane out if it does not fit.',
  },
  'cardiac/misfit': {
    sentence:
      'This plane does not fit the others where they cross (agreement {value}, usual above {limit}), and no shift mends it.',
    action:
      'It may be turned, mirrored or of another moment: take it out, or check how it was stored.',
  },
  'cardiac/frame-count': {
    sentence: 'This plane has {value} phases; {limit} or more are advised.',
    action: 'End-systole may fall between two phases: read ejection fraction with care.',
  },
  'cardiac/missing-frames': {
    sentence: '{value} frames are missing in a gap of the beat.',
    action: 'Check the electrocardiogram: arrhythmia or prospective triggering leave gaps.',
  },
  'cardiac/uneven-beat': {
    sentence: 'R-R intervals of the planes differ by {value} %.',
    action: 'The heart rate changed between breath-holds: read volumes with care.',
  },
} as const;
