/** What the whole-heart model itself says against a result. */
export const heartFlags = {
  'heart-flag/base-open': {
    sentence:
      'The slice nearest the base still cuts {value} % of the largest cavity: the base may lie above the stack.',
    action:
      'Check the mitral plane on a long-axis view; add a slice at the base if one was acquired.',
  },
  'heart-flag/apex-open': {
    sentence:
      'The slice nearest the apex still cuts {value} % of the largest cavity: the apex may lie below the stack.',
    action: 'Check the apex on a long-axis view; add a slice at the apex if one was acquired.',
  },
  'heart-flag/base-missed': {
    sentence: 'On the long axis the ventricle reaches {value} mm above the short-axis stack.',
    action: 'Acquire or add the slices at the base, or read volumes with care.',
  },
  'heart-flag/apex-missed': {
    sentence: 'On the long axis the ventricle reaches {value} mm below the short-axis stack.',
    action: 'Acquire or add the slices at the apex, or read volumes with care.',
  },
  'heart-flag/plane-unlike': {
    sentence:
      'This plane looks unlike what the other planes predict (difference {value}, usual up to {limit}).',
    action: 'Check its view, position and picture; take it out if it does not belong.',
  },
  'heart-flag/plane-decides': {
    sentence: 'Without this plane the ejection fraction changes by {value} points.',
    action: 'Check the contours of this plane: the result hangs on it.',
  },
  'heart-flag/unfamiliar': {
    sentence:
      'This heart lies further from those that the model was trained on than 99 of 100 do (distance {value}, limit {limit}).',
    action: 'Trust the contours that you have checked, not the model’s numbers.',
  },
  'heart-flag/implausible': {
    sentence:
      '{measure} of {value} {unit} lies outside what the model was trained on ({least} to {most}).',
    action: 'Check the contours and the planes; the model may not be meant for this heart.',
  },
  'heart-flag/proportions': {
    sentence:
      'The left ventricle is {value} times as long as wide; human hearts of the training span {least} to {most}.',
    action: 'Check that this is a human heart and that the long axis was found rightly.',
  },
  'heart-flag/axis': {
    sentence: 'The heart’s axis is turned by {value} degrees against the usual direction.',
    action: 'Check that this is a human heart and that base and apex were not mistaken.',
  },
  'heart-flag/no-long-axis': {
    sentence:
      'There is no long-axis plane: base and apex are judged from the stack, atria not at all.',
    action: 'Intervals are wider; acquire a two- or four-chamber view to narrow them.',
  },
  'heart-flag/no-ventricle': {
    sentence: 'The left ventricle was found on {value} of the planes only.',
    action: 'Check the planes and the middle of the heart under Planes.',
  },
  'heart/needs-review': {
    sentence:
      '{count} findings speak against this result: it needs review and cannot be signed without a comment.',
    action: 'Look at each finding, put right what can be, and say why the rest is acceptable.',
  },
} as const;
